using FineFlow.AspNetCore.Grpc;
using FineFlow.AspNetCore.Hosting;
using FineFlow.AspNetCore.Services;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FineFlow.AspNetCore;

/// <summary>FineFlow in an ASP.NET Core app: its services, and its routes beside the app's own.</summary>
public static class FineFlowExtensions
{
    /// <summary>
    /// Adds the engine and the models. The options are those of the configuration section <c>FineFlow</c>, then those of the code. They are
    /// checked and the models are loaded before the app listens; one that cannot serve does not start.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets options over those of the configuration.</param>
    public static IServiceCollection AddFineFlow(this IServiceCollection services, Action<FineFlowOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        Registration.AddTo(services);
        GrpcRegistration.AddTo(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FineFlowService>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return services;
    }

    /// <summary>Adds the check <c>fineflow</c>: healthy while models are served.</summary>
    /// <param name="checks">The app's checks.</param>
    public static IHealthChecksBuilder AddFineFlow(this IHealthChecksBuilder checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.AddCheck<ModelsCheck>("fineflow");
    }

    /// <summary>
    /// Maps /v1, the Open Inference Protocol at /v2 and the OpenAPI document at /openapi/v1.json. Keys, limits and the form of errors hold
    /// for these routes alone.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="prefix">What their addresses begin with, such as <c>/flows</c>.</param>
    public static IEndpointConventionBuilder MapFineFlow(this IEndpointRouteBuilder app, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(app);
        return FineFlowRoutes.MapApi(app, prefix);
    }

    /// <summary>
    /// Maps the Open Inference Protocol as gRPC, the service <c>inference.GRPCInferenceService</c>, with the keys and limits of
    /// <see cref="MapFineFlow"/>. It needs an address that speaks HTTP/2: without TLS, one that speaks nothing else
    /// (<c>Kestrel:Endpoints:Grpc:Protocols</c>, <c>Http2</c>).
    /// </summary>
    /// <param name="app">The app.</param>
    public static IEndpointConventionBuilder MapFineFlowGrpc(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return FineFlowRoutes.MapGrpc(app);
    }

    /// <summary>Maps the dashboard, a page at the prefix itself. It asks the API below the same prefix.</summary>
    /// <inheritdoc cref="MapFineFlow"/>
    public static IEndpointConventionBuilder MapFineFlowDashboard(this IEndpointRouteBuilder app, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(app);
        return FineFlowRoutes.MapDashboard(app, prefix);
    }

    /// <summary>
    /// Maps /admin/models, which loads models and rolls them back, and /health. They ask for a key where there are keys, and for nothing
    /// else: the app says who reaches them, as with <c>RequireAuthorization</c>.
    /// </summary>
    /// <inheritdoc cref="MapFineFlow"/>
    public static IEndpointConventionBuilder MapFineFlowAdmin(this IEndpointRouteBuilder app, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(app);
        return FineFlowRoutes.MapAdmin(app, prefix);
    }
}
