using System.Collections.Immutable;
using FineFlow.Core;
using FineFlow.Serving.Bundles;
using FineFlow.Serving.Engine;
using FineFlow.Torch.Runtime;

namespace FineFlow.Serving.Registry;

/// <summary>The models that are served. A change is whole or none, and whoever is being served keeps the version that he began with.</summary>
/// <param name="directory">Where bundles come from.</param>
/// <param name="metrics">Who counts loads.</param>
/// <param name="maxBatch">Units that are inferred at once; measured for each model where null.</param>
public sealed class ModelRegistry(BundleDirectory directory, ServingMetrics metrics, int? maxBatch = null) : IDisposable
{
    private readonly Lock _change = new();
    private readonly Lock _swap = new();
    private ImmutableSortedDictionary<string, ModelState> _models = ImmutableSortedDictionary<string, ModelState>.Empty;

    /// <summary>Where its bundles come from.</summary>
    public BundleDirectory Directory => directory;

    /// <summary>The models by name.</summary>
    public IReadOnlyDictionary<string, ModelState> Models => Volatile.Read(ref _models);

    /// <summary>Loads the newest sound version of every model in the directory.</summary>
    /// <returns>The bundles that were refused, with the reason.</returns>
    public IReadOnlyList<BadInputException> LoadAll()
    {
        var refusals = new List<BadInputException>();
        foreach (var model in directory.Models())
        {
            LoadNewest(model, refusals);
        }

        return refusals;
    }

    /// <summary>The versions of a model that are in memory.</summary>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public ModelState State(string model) => Models.TryGetValue(model, out var state) ? state : throw UnknownModelException.Model(model, Models.Keys);

    /// <summary>Keeps a version in memory for a caller.</summary>
    /// <exception cref="UnknownModelException">There is no such model or version.</exception>
    public ModelLease Lease(string model, VersionChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        lock (_swap)
        {
            var state = State(model);
            return new ModelLease(choice.In(state) ?? throw UnknownModelException.Version(model, choice, state));
        }
    }

    /// <summary>
    /// Loads a bundle, checks it, and puts it under a label; the version that was stable stays in memory for a roll back. A version that is
    /// in memory already only gets the label.
    /// </summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">The version; the newest in the directory where null.</param>
    /// <param name="label">The label.</param>
    /// <exception cref="UnknownModelException">The directory has no such bundle.</exception>
    /// <exception cref="BadInputException">The bundle is not to be served; nothing has changed.</exception>
    public ModelState Load(string model, string? version, VersionLabel label)
    {
        lock (_change)
        {
            var versions = directory.Versions(model);
            var source = (version is null ? versions.Count > 0 ? versions[0] : null : versions.FirstOrDefault(v => v.Version == version))
                ?? throw UnknownModelException.Bundle(model, version);
            return Load(source, label);
        }
    }

    /// <summary>Makes the stable version before stable again, or takes the canary away.</summary>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="BadInputException">There is nothing to go back to.</exception>
    public ModelState RollBack(string model, VersionLabel label)
    {
        lock (_change)
        {
            var back = State(model).RolledBack(label) ?? throw new BadInputException(
                $"model '{model}'", label == VersionLabel.Stable ? "has no stable version before this one" : "has no canary");
            return Swap(model, back);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_change)
        {
            foreach (var version in _models.Values.SelectMany(state => state.Versions))
            {
                version.Release();
            }

            _models = _models.Clear();
        }
    }

    private void LoadNewest(string model, List<BadInputException> refusals)
    {
        try
        {
            foreach (var source in directory.Versions(model))
            {
                try
                {
                    lock (_change)
                    {
                        Load(source, VersionLabel.Stable);
                    }

                    return;
                }
                catch (BadInputException refusal)
                {
                    refusals.Add(refusal);
                }
            }
        }
        catch (BadInputException unreadable)
        {
            refusals.Add(unreadable);
        }
    }

    private ModelState Load(BundleSource source, VersionLabel label)
    {
        var state = _models.GetValueOrDefault(source.Model);
        if (state is null && label == VersionLabel.Canary)
        {
            throw new BadInputException($"model '{source.Model}'", "has no stable version beside which a canary could be tried");
        }

        var known = state?.Versions.FirstOrDefault(version => version.Version == source.Version);
        if (known is not null && known.Source.Identity != source.Identity)
        {
            throw new BadInputException(source.Folder, "is in memory with other contents; a changed bundle needs a version of its own");
        }

        var version = known ?? Stage(source, state?.Stable);
        return Swap(source.Model, state?.With(version, label) ?? new ModelState(version));
    }

    private LoadedModel Stage(BundleSource source, LoadedModel? present)
    {
        var loaded = false;
        try
        {
            var version = PassingThread.Run(() => Staging.Load(source, maxBatch));
            loaded = present is null || version.Answers(present);
            if (loaded)
            {
                return version;
            }

            version.Release();
            throw new BadInputException(source.Folder, $"answers with other maps than the {source.Model} that is served (channels, sizes, factor or needs differ); serve it under another name");
        }
        finally
        {
            metrics.Loaded(source.Model, loaded);
        }
    }

    /// <summary>Puts a state in place and lets go of the versions that are in it no more.</summary>
    private ModelState Swap(string model, ModelState state)
    {
        var before = _models.GetValueOrDefault(model);
        lock (_swap)
        {
            _models = _models.SetItem(model, state);
        }

        foreach (var version in (before?.Versions ?? []).Except(state.Versions))
        {
            version.Release();
        }

        return state;
    }
}
