using System.Collections.Immutable;
using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Engine.Bundles;
using FineFlow.Engine.Metrics;
using FineFlow.Torch.Runtime;

namespace FineFlow.Engine.Registry;

/// <summary>The models that are served. Swaps are atomic. In-flight requests finish on the version they started with.</summary>
/// <param name="directory">The directory of the bundles.</param>
/// <param name="metrics">Counts loads.</param>
/// <param name="maxBatch">Units that are inferred at once; measured for each model where null.</param>
/// <param name="devices">What they compute on; each holds all of them.</param>
internal sealed class ModelRegistry(
    BundleDirectory directory, EngineMetrics metrics, int? maxBatch, IReadOnlyList<string> devices) : IDisposable
{
    /// <summary>Lets one load in at a time; the others wait without a thread.</summary>
    private readonly SemaphoreSlim _loading = new(1, 1);

    /// <summary>Held only while a state is read and replaced, never while a bundle is read.</summary>
    private readonly Lock _swap = new();
    private ImmutableSortedDictionary<string, ModelState> _models = ImmutableSortedDictionary<string, ModelState>.Empty;

    /// <summary>The directory of its bundles.</summary>
    public BundleDirectory Directory => directory;

    /// <summary>The models by name.</summary>
    public IReadOnlyDictionary<string, ModelState> Models => Volatile.Read(ref _models);

    /// <summary>Reports how far the counts that each version was asked about lately are from its training.</summary>
    public void WatchDrift() => metrics.WatchDrift(() =>
        from model in Models.Values.SelectMany(state => state.Versions)
        let drift = model.Recent?.Drift()
        where drift is not null
        from measure in DriftRule.Measures
        let value = measure == DriftMeasure.Level ? drift.Scores.Level : drift.Scores.Of(measure)
        where value is not null
        select (model.Name, model.Version, $"{measure}".ToLowerInvariant(), value.Value));

    /// <summary>Loads the newest sound version of every model in the directory.</summary>
    /// <param name="cancellationToken">Stops before the next bundle.</param>
    /// <returns>The bundles that were refused, with the reason.</returns>
    public async Task<IReadOnlyList<BadInputException>> LoadAllAsync(CancellationToken cancellationToken = default)
    {
        var refusals = new List<BadInputException>();
        foreach (var model in directory.Models())
        {
            await LoadNewestAsync(model, refusals, cancellationToken).ConfigureAwait(false);
        }

        return refusals;
    }

    /// <summary>Returns the versions of a model in memory.</summary>
    /// <exception cref="UnknownModelException">The model is unknown.</exception>
    public ModelState State(string model) =>
        Models.TryGetValue(model, out var state) ? state : throw UnknownModelException.Model(model, Models.Keys);

    /// <summary>Keeps a version in memory for a caller.</summary>
    /// <exception cref="UnknownModelException">The model or version is unknown.</exception>
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
    /// in memory already only gets the label. Loads run one after the other, on a thread of their own.
    /// </summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">The version; the newest in the directory where null.</param>
    /// <param name="label">The label.</param>
    /// <param name="cancellationToken">Gives up while another load runs; a load that has begun is finished.</param>
    /// <exception cref="UnknownModelException">The directory has no such bundle.</exception>
    /// <exception cref="BadInputException">The bundle is not to be served; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the load began.</exception>
    public Task<ModelState> LoadAsync(string model, string? version, VersionLabel label, CancellationToken cancellationToken = default) =>
        OneAtATimeAsync(
            () =>
            {
                var versions = directory.Versions(model);
                var source = versions.FirstOrDefault(source => version is null || source.Version == version);
                return Load(source ?? throw UnknownModelException.Bundle(model, version), label);
            },
            cancellationToken);

    /// <summary>Makes the stable version before stable again, or takes the canary away. Never waits for a load.</summary>
    /// <exception cref="UnknownModelException">The model is unknown.</exception>
    /// <exception cref="BadInputException">There is no previous version.</exception>
    public ModelState RollBack(string model, VersionLabel label) => Swap(model, state =>
        (state ?? throw UnknownModelException.Model(model, Models.Keys)).RolledBack(label) ?? throw new BadInputException(
            $"model '{model}'", label == VersionLabel.Stable ? "has no stable version before this one" : "has no canary"));

    /// <summary>Takes a model out of memory. Requests that have begun are answered.</summary>
    /// <exception cref="UnknownModelException">The model is unknown.</exception>
    public void Unload(string model)
    {
        ModelState state;
        lock (_swap)
        {
            state = State(model);
            _models = _models.Remove(model);
        }

        foreach (var version in state.Versions)
        {
            version.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loading.Wait();
        foreach (var version in Models.Values.SelectMany(state => state.Versions))
        {
            version.Release();
        }

        _models = _models.Clear();
        _loading.Release();
    }

    private async Task LoadNewestAsync(string model, List<BadInputException> refusals, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in directory.Versions(model))
            {
                try
                {
                    await OneAtATimeAsync(() => Load(source, VersionLabel.Stable), cancellationToken).ConfigureAwait(false);
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

    private async Task<ModelState> OneAtATimeAsync(Func<ModelState> load, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ShortLivedThread.RunAsync(load).ConfigureAwait(false);
        }
        finally
        {
            _loading.Release();
        }
    }

    private ModelState Load(BundleSource source, VersionLabel label)
    {
        var present = Models.GetValueOrDefault(source.Model);
        if (present is null && label == VersionLabel.Canary)
        {
            throw new BadInputException($"model '{source.Model}'", "has no stable version beside which a canary could be tried");
        }

        var known = InMemory(present, source);
        if (known is not null && known.Source.Identity != source.Identity)
        {
            throw new BadInputException(source.Folder, "is in memory with other contents; a changed bundle needs a version of its own");
        }

        // Read and tried beside the traffic. A roll back meanwhile is kept: the label goes to what is in memory then.
        var staged = known is null ? Stage(source, present?.Stable) : null;
        return Swap(source.Model, state =>
        {
            var version = staged ?? InMemory(state, source) ?? throw new BadInputException(
                source.Folder, "was taken out of memory by a roll back meanwhile; load it again");
            return state?.With(version, label) ?? new ModelState(version);
        });
    }

    private static LoadedModel? InMemory(ModelState? state, BundleSource source) =>
        state?.Versions.FirstOrDefault(version => version.Version == source.Version);

    private LoadedModel Stage(BundleSource source, LoadedModel? present)
    {
        var loaded = false;
        try
        {
            var version = Staging.Load(source, maxBatch, devices);
            loaded = present is null || version.Answers(present);
            if (loaded)
            {
                return version;
            }

            version.Release();
            throw new BadInputException(
                source.Folder,
                $"answers with other maps than the {source.Model} that is served (channels, sizes, factor or needs differ); "
                + "serve it under another name");
        }
        finally
        {
            metrics.Loaded(source.Model, loaded);
        }
    }

    /// <summary>Replaces a model's state and releases the versions that the new one no longer holds.</summary>
    private ModelState Swap(string model, Func<ModelState?, ModelState> change)
    {
        ModelState? before;
        ModelState after;
        lock (_swap)
        {
            before = _models.GetValueOrDefault(model);
            after = change(before);
            _models = _models.SetItem(model, after);
        }

        foreach (var version in (before?.Versions ?? []).Except(after.Versions))
        {
            version.Release();
        }

        return after;
    }
}
