using System.Collections.Immutable;
using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Engine.Bundles;
using FineFlow.Engine.Metrics;
using FineFlow.Torch.Runtime;

namespace FineFlow.Engine.Registry;

/// <summary>
/// The models that are served. Swaps are atomic. In-flight requests finish on the version they started with. With a budget of memory, a
/// bundle is loaded when it is asked for first, and those that were asked longest ago give way to it.
/// </summary>
/// <param name="directory">The directory of the bundles.</param>
/// <param name="metrics">Counts loads.</param>
/// <param name="staging">Loads and tries bundles.</param>
/// <param name="budget">Bytes of the models in memory, at most; null: all bundles are loaded at the start, and stay.</param>
internal sealed class ModelRegistry(BundleDirectory directory, EngineMetrics metrics, Staging staging, long? budget = null) : IDisposable
{
    /// <summary>Lets one load in at a time; the others wait without a thread.</summary>
    private readonly SemaphoreSlim _loading = new(1, 1);

    /// <summary>Held only while a state is read and replaced, never while a bundle is read or freed.</summary>
    private readonly Lock _swap = new();
    private readonly ModelMemory _memory = new(budget);
    private ImmutableSortedDictionary<string, ModelState> _models = ImmutableSortedDictionary<string, ModelState>.Empty;

    /// <summary>The directory of its bundles.</summary>
    public BundleDirectory Directory => directory;

    /// <summary>The models by name.</summary>
    public IReadOnlyDictionary<string, ModelState> Models => Volatile.Read(ref _models);

    /// <summary>Bytes of the models in memory.</summary>
    public long Bytes
    {
        get
        {
            lock (_swap)
            {
                return _memory.Bytes;
            }
        }
    }

    /// <summary>
    /// Reports the memory of the models, and how far the counts that each version was asked about lately are from its training.
    /// </summary>
    public void Watch()
    {
        metrics.WatchMemory(() => Bytes);
        metrics.WatchDrift(Drift);
    }

    /// <summary>
    /// Serves the newest sound version of every model in the directory; with a budget, the newest whose card is sound, without its weights.
    /// </summary>
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

    /// <summary>Returns the versions of a model that are served.</summary>
    /// <exception cref="UnknownModelException">The model is unknown.</exception>
    public ModelState State(string model) =>
        Models.TryGetValue(model, out var state) ? state : throw UnknownModelException.Model(model, Models.Keys);

    /// <summary>Returns a version that is served, in memory or not.</summary>
    /// <exception cref="UnknownModelException">The model or version is unknown.</exception>
    public ServedModel Find(string model, VersionChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var state = State(model);
        return choice.In(state) ?? throw UnknownModelException.Version(model, choice, state);
    }

    /// <summary>Keeps a version in memory for a caller, and loads it first where it is not there.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="choice">Which version.</param>
    /// <param name="cancellationToken">Gives up while other bundles are loaded; a load that has begun is finished.</param>
    /// <exception cref="UnknownModelException">The model or version is unknown.</exception>
    /// <exception cref="UnsoundModelException">Its bundle cannot be loaded.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the load began.</exception>
    public async ValueTask<ModelLease> LeaseAsync(string model, VersionChoice choice, CancellationToken cancellationToken = default)
    {
        ServedModel version;
        lock (_swap)
        {
            version = Find(model, choice);
            if (TryLease(version) is { } lease)
            {
                return lease;
            }
        }

        return await OneAtATimeAsync(() => LoadAndLease(version), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Loads a bundle, checks it, and puts it under a label; the version that was stable stays for a roll back. A version that is served
    /// already only gets the label. Loads run one after the other, on a thread of their own.
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

    /// <summary>Serves a model no longer. Requests that have begun are answered.</summary>
    /// <exception cref="UnknownModelException">The model is unknown.</exception>
    public void Unload(string model) => Change(() =>
    {
        var versions = State(model).Versions;
        _models = _models.Remove(model);
        return (model, versions);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _loading.Wait();
        Change(() =>
        {
            var versions = Models.Values.SelectMany(state => state.Versions).ToList();
            _models = _models.Clear();
            return (versions.Count, versions);
        });
        _loading.Release();
    }

    private IEnumerable<(string Model, string Version, string Measure, double Value)> Drift() =>
        from model in Models.Values.SelectMany(state => state.Versions)
        let drift = model.Recent?.Drift()
        where drift is not null
        from measure in DriftRule.Measures
        let value = measure == DriftMeasure.Level ? drift.Scores.Level : drift.Scores.Of(measure)
        where value is not null
        select (model.Name, model.Version, $"{measure}".ToLowerInvariant(), value.Value);

    private async Task LoadNewestAsync(string model, List<BadInputException> refusals, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in directory.Versions(model))
            {
                try
                {
                    await OneAtATimeAsync(() => Begin(source), cancellationToken).ConfigureAwait(false);
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

    private async Task<T> OneAtATimeAsync<T>(Func<T> load, CancellationToken cancellationToken)
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

    private ModelLease? TryLease(ServedModel version)
    {
        _memory.Use(version);
        return ModelLease.TryTake(version);
    }

    /// <summary>Loads the weights of a version that was found among those that are served, and leases it.</summary>
    private ModelLease LoadAndLease(ServedModel version)
    {
        lock (_swap)
        {
            if (TryLease(version) is { } other)
            {
                return other; // loaded for another caller meanwhile
            }
        }

        try
        {
            Read(version);
        }
        catch (BadInputException refusal)
        {
            throw new UnsoundModelException(version, refusal);
        }

        return Change<ModelLease>(() =>
        {
            var lease = TryLease(version)!;
            _memory.Keep(version);
            var isServed = Models.GetValueOrDefault(version.Name)?.Versions.Contains(version) == true;
            return (lease, isServed ? [] : [version]);
        });
    }

    /// <summary>Serves a bundle from the start.</summary>
    private ModelState Begin(BundleSource source)
    {
        if (budget is null)
        {
            return Load(source, VersionLabel.Stable);
        }

        var version = Staging.Describe(source);
        return Swap(source.Model, _ => new ModelState(version));
    }

    private ModelState Load(BundleSource source, VersionLabel label)
    {
        var present = Models.GetValueOrDefault(source.Model);
        if (present is null && label == VersionLabel.Canary)
        {
            throw new BadInputException($"model '{source.Model}'", "has no stable version beside which a canary could be tried");
        }

        var known = Served(present, source);
        if (known is not null && known.Source.Identity != source.Identity)
        {
            throw new BadInputException(source.Folder, "is served with other contents; a changed bundle needs a version of its own");
        }

        // Read and tried beside the traffic. A roll back meanwhile is kept: the label goes to what is served then.
        var staged = known is null ? Stage(source, present?.Stable) : null;
        return Swap(source.Model, state =>
        {
            var version = staged ?? Served(state, source) ?? throw new BadInputException(
                source.Folder, "was taken away by a roll back meanwhile; load it again");
            if (staged is not null)
            {
                _memory.Keep(staged);
            }

            return state?.With(version, label) ?? new ModelState(version);
        });
    }

    private static ServedModel? Served(ModelState? state, BundleSource source) =>
        state?.Versions.FirstOrDefault(version => version.Version == source.Version);

    private ServedModel Stage(BundleSource source, ServedModel? present)
    {
        var version = Staging.Describe(source);
        if (present is not null && !version.Answers(present))
        {
            metrics.Loaded(source.Model, succeeded: false);
            throw new BadInputException(
                source.Folder,
                $"answers with other maps than the {source.Model} that is served (channels, sizes, factor or needs differ); "
                + "serve it under another name");
        }

        Read(version);
        return version;
    }

    /// <summary>Reads the weights of a version, with a reference that is the registry's.</summary>
    private void Read(ServedModel version)
    {
        var loaded = false;
        try
        {
            staging.Load(version);
            loaded = true;
        }
        finally
        {
            metrics.Loaded(version.Name, loaded);
        }
    }

    /// <summary>Replaces a model's state; the versions that the new one no longer holds are not kept any longer.</summary>
    private ModelState Swap(string model, Func<ModelState?, ModelState> change) => Change(() =>
    {
        var before = _models.GetValueOrDefault(model);
        var after = change(before);
        _models = _models.SetItem(model, after);
        return (after, (before?.Versions ?? []).Except(after.Versions));
    });

    /// <summary>Changes what is served and what is kept in memory, and frees what is not kept any longer.</summary>
    /// <param name="change">Returns a result, and the versions that are not served any longer.</param>
    private T Change<T>(Func<(T Result, IEnumerable<ServedModel> Gone)> change)
    {
        T result;
        List<ServedModel> freed;
        lock (_swap)
        {
            (result, var gone) = change();
            freed = [.. gone.Where(_memory.Drop), .. _memory.MakeRoom()];
        }

        foreach (var version in freed)
        {
            version.Weights.Release();
        }

        return result;
    }
}
