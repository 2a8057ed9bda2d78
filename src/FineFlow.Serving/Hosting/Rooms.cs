using FineFlow.Core;
using FineFlow.Serving.Bundles;
using FineFlow.Serving.Datasets;
using FineFlow.Serving.Engine;
using FineFlow.Serving.Live;
using FineFlow.Serving.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace FineFlow.Serving.Hosting;

/// <summary>What both listeners serve from: the engine, the models, the datasets and the live frames.</summary>
internal sealed class Rooms : IDisposable
{
    private readonly ServerOptions _options;
    private readonly ServingMetrics _metrics = new();

    /// <summary>Loads the datasets and the models and starts the engine.</summary>
    /// <exception cref="BadInputException">A dataset cannot be loaded, or no model can.</exception>
    public Rooms(ServerOptions options)
    {
        _options = options;
        Shelf = new DatasetShelf(options.Datasets);
        Registry = new ModelRegistry(new BundleDirectory(options.Models), _metrics);
        Refusals = Registry.LoadAll();
        if (Registry.Models.Count == 0)
        {
            throw Refusals.Count > 0 ? Refusals[0] : new BadInputException(options.Models, "holds no model bundle: neither MODEL/card.json nor MODEL/VERSION/card.json");
        }

        Engine = new InferenceEngine(options.Engine, _metrics);
        Frames = new InferredFrames(Engine);
    }

    public DatasetShelf Shelf { get; }

    public ModelRegistry Registry { get; }

    public InferenceEngine Engine { get; }

    public InferredFrames Frames { get; }

    public LiveFrames Live { get; } = new();

    /// <summary>The bundles that were not loaded at the start, with the reason.</summary>
    public IReadOnlyList<BadInputException> Refusals { get; }

    /// <summary>Gives them to a listener's handlers. They stay this object's to dispose of.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton(_options);
        services.AddSingleton(Shelf);
        services.AddSingleton(Registry);
        services.AddSingleton(Engine);
        services.AddSingleton(Frames);
        services.AddSingleton(Live);
    }

    public void Dispose()
    {
        Engine.Dispose();
        Frames.Dispose();
        Registry.Dispose();
        _metrics.Dispose();
    }
}
