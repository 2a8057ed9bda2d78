using FineFlow.Engine.Bundles;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Metrics;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Runtime;

namespace FineFlow.Engine.Tests.Fixtures;

/// <summary>An engine and a registry over a bundle directory of its own.</summary>
internal sealed class TestEngine : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EngineMetrics _metrics = new();

    /// <param name="options">The engine's limits.</param>
    /// <param name="budget">Bytes of models in memory.</param>
    public TestEngine(EngineOptions? options = null, long? budget = null)
    {
        options ??= new EngineOptions();
        var staging = new Staging(options.MaxBatch, Devices.ResolveAll(options.Device));
        Registry = new ModelRegistry(new BundleDirectory(_folder.Path), _metrics, staging, budget);
        Engine = new InferenceEngine(options, _metrics);
    }

    public ModelRegistry Registry { get; }

    public InferenceEngine Engine { get; }

    public string Folder(params string[] names) => Path.Combine([_folder.Path, .. names]);

    /// <summary>Writes a bundle and loads it.</summary>
    public ServedModel Serve(string model, string version, string network = "plgf", long seed = 1)
    {
        SmallBundles.Write(Folder(model, version), network, seed);
        return Load(model, version).Stable;
    }

    /// <summary>Loads a bundle that is in the folder, and waits for it.</summary>
    public ModelState Load(string model, string? version = null, VersionLabel label = VersionLabel.Stable) =>
        Registry.LoadAsync(model, version, label).GetAwaiter().GetResult();

    public void Dispose()
    {
        Engine.Dispose();
        Registry.Dispose();
        _metrics.Dispose();
        _folder.Dispose();
    }
}
