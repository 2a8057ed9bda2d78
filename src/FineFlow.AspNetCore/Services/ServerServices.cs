using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Live;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Services;

/// <summary>What is served from: the engine, the models, the datasets, the live frames and the keys.</summary>
internal sealed class ServerServices(
    IOptions<FineFlowOptions> options,
    ApiKeys keys,
    DatasetCatalog datasets,
    ModelRegistry registry,
    InferenceEngine engine,
    InferredFrames frames,
    InferredZones zones,
    LiveFrames live,
    LiveCounts counts)
{
    private volatile bool _ready;

    public FineFlowOptions Options => options.Value;

    public DatasetCatalog Datasets => datasets;

    public ModelRegistry Registry => registry;

    public InferredFrames Frames => frames;

    public LiveFrames Live => live;

    public LiveCounts Counts => counts;

    /// <summary>Whether callers can be sent here.</summary>
    public bool IsReady => _ready && registry.Models.Count > 0;

    /// <summary>Loads the models.</summary>
    /// <param name="cancellationToken">Stops before the next bundle.</param>
    /// <returns>The bundles that were refused, with the reason.</returns>
    /// <exception cref="BadInputException">Not one model can be served.</exception>
    public async Task<IReadOnlyList<BadInputException>> LoadModelsAsync(CancellationToken cancellationToken)
    {
        var refusals = await registry.LoadAllAsync(cancellationToken);
        if (registry.Models.Count > 0)
        {
            return refusals;
        }

        throw refusals.Count > 0
            ? refusals[0]
            : new BadInputException(Options.Models, "holds no model bundle: neither MODEL/card.json nor MODEL/VERSION/card.json");
    }

    /// <summary>Gives the same objects to the routes of another app. They stay those of the first, which disposes of them.</summary>
    public void ShareWith(IServiceCollection services)
    {
        services.AddSingleton(options);
        services.AddSingleton(keys);
        services.AddSingleton(datasets);
        services.AddSingleton(registry);
        services.AddSingleton(engine);
        services.AddSingleton(frames);
        services.AddSingleton(zones);
        services.AddSingleton(live);
        services.AddSingleton(counts);
        services.AddSingleton(this);
    }

    /// <summary>Marks the server as ready for callers.</summary>
    public void MarkReady() => _ready = true;

    /// <summary>Marks the server as stopping: not ready for new callers, while requests that still come are served.</summary>
    public void MarkStopping() => _ready = false;
}
