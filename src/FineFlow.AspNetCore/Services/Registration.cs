using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Live;
using FineFlow.AspNetCore.Settings;
using FineFlow.Engine.Bundles;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Metrics;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Runtime;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Services;

/// <summary>Makes an app's objects from its options, one of each. The app disposes of them, the latest first.</summary>
internal static class Registration
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddRouting();
        services.AddRequestTimeouts();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<RequestTimeoutOptions>, TimeLimit>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<FineFlowOptions>, FineFlowOptionsRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FineFlowOptions>, FineFlowOptionsRules>());
        services.AddOptions<FineFlowOptions>().ValidateOnStart();

        services.TryAddSingleton(CreateKeys);
        services.TryAddSingleton(app => new RateLimit(OptionsOf(app).Rate));
        services.TryAddSingleton(app => new DatasetCatalog(OptionsOf(app).Datasets));
        services.TryAddSingleton(_ => new EngineMetrics());
        services.TryAddSingleton(CreateRegistry);
        services.TryAddSingleton(app => new InferenceEngine(OptionsOf(app), app.GetRequiredService<EngineMetrics>()));
        services.TryAddSingleton<InferredFrames>();
        services.TryAddSingleton<InferredZones>();
        services.TryAddSingleton<LiveFrames>();
        services.TryAddSingleton<LiveCounts>();
        services.TryAddSingleton<ServerServices>();
    }

    private static ApiKeys CreateKeys(IServiceProvider app) => OptionsOf(app).ApiKeyFile is { } file
        ? ApiKeys.Follow(file, app.GetRequiredService<ILogger<ApiKeys>>())
        : ApiKeys.None;

    private static ModelRegistry CreateRegistry(IServiceProvider app)
    {
        var options = OptionsOf(app);
        var metrics = app.GetRequiredService<EngineMetrics>();
        var staging = new Staging(options.MaxBatch, Devices.ResolveAll(options.Device));
        var registry = new ModelRegistry(new BundleDirectory(options.Models), metrics, staging, options.ModelMemoryBytes);
        registry.Watch();
        return registry;
    }

    private static FineFlowOptions OptionsOf(IServiceProvider app) => app.GetRequiredService<IOptions<FineFlowOptions>>().Value;
}
