using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Live;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Engine.Bundles;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Metrics;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace FineFlow.AspNetCore.Services;

/// <summary>What both listeners serve from: the engine, the models, the datasets and the live frames.</summary>
internal sealed class ServerServices : IDisposable
{
    private readonly ServerOptions _options;
    private readonly EngineMetrics _metrics = new();
    private volatile bool _ready;

    /// <summary>Loads the datasets and starts the engine.</summary>
    /// <exception cref="BadInputException">A dataset cannot be loaded, or there is no bundle directory.</exception>
    public ServerServices(ServerOptions options)
    {
        _options = options;
        Datasets = new DatasetCatalog(options.Datasets);
        Registry = new ModelRegistry(new BundleDirectory(options.Models), _metrics, options.Engine.MaxBatch, options.Engine.Device);
        Engine = new InferenceEngine(options.Engine, _metrics);
        Frames = new InferredFrames(Engine);
    }

    public DatasetCatalog Datasets { get; }

    public ModelRegistry Registry { get; }

    public InferenceEngine Engine { get; }

    public InferredFrames Frames { get; }

    public LiveFrames Live { get; } = new();

    /// <summary>Whether callers can be sent here.</summary>
    public bool IsReady => _ready;

    /// <summary>Loads the models.</summary>
    /// <param name="cancellationToken">Stops before the next bundle.</param>
    /// <returns>The bundles that were refused, with the reason.</returns>
    /// <exception cref="BadInputException">Not one model can be served.</exception>
    public async Task<IReadOnlyList<BadInputException>> LoadModelsAsync(CancellationToken cancellationToken)
    {
        var refusals = await Registry.LoadAllAsync(cancellationToken);
        if (Registry.Models.Count > 0)
        {
            return refusals;
        }

        throw refusals.Count > 0
            ? refusals[0]
            : new BadInputException(_options.Models, "holds no model bundle: neither MODEL/card.json nor MODEL/VERSION/card.json");
    }

    /// <summary>Gives them to a listener's handlers. They stay this object's to dispose of.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddSingleton(_options);
        services.AddSingleton(Datasets);
        services.AddSingleton(Registry);
        services.AddSingleton(Engine);
        services.AddSingleton(Frames);
        services.AddSingleton(Live);
    }

    /// <summary>Marks the server as ready for callers.</summary>
    public void MarkReady() => _ready = true;

    /// <summary>Marks the server as stopping: not ready for new callers, while requests that still come are served.</summary>
    public void MarkStopping() => _ready = false;

    public void Dispose()
    {
        Engine.Dispose();
        Frames.Dispose();
        Registry.Dispose();
        _metrics.Dispose();
    }
}
