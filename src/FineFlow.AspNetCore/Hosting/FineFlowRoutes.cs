using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Api;
using FineFlow.AspNetCore.Grpc;
using FineFlow.AspNetCore.Management;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>The routes that an app takes.</summary>
internal static class FineFlowRoutes
{
    private const string GroupName = "fineflow";

    /// <summary>What callers ask: /v1, /v2 and the OpenAPI document.</summary>
    public static IEndpointConventionBuilder MapApi(IEndpointRouteBuilder app, string prefix)
    {
        var document = new OpenApiSource(app.ServiceProvider);
        var all = new OwnStyle(app).MapGroup(prefix);
        all.MapGet("/openapi/v1.json", document.WriteAsync).ExcludeFromDescription();
        var api = all.MapGroup("").WithGroupName(GroupName).WithMetadata(document);
        var routes = api.MapGroup("/v1").WithQuery();
        ModelEndpoints.Map(routes);
        if (app.ServiceProvider.GetRequiredService<IOptions<FineFlowOptions>>().Value.SharesModels)
        {
            ModelEndpoints.MapOnnx(routes);
        }

        InferEndpoints.Map(routes);
        StreamEndpoint.Map(routes);
        DatasetEndpoints.Map(routes);
        LiveEndpoints.Map(routes);
        OpenInferenceEndpoints.Map(api);
        RepositoryEndpoints.MapIndex(api);
        routes.MapGet("/settings", (IOptions<FineFlowOptions> options) => SettingsResponse.Of(options.Value))
            .WithSummary("What the dashboard needs to know of the server.");
        return all.GuardForCallers(app);
    }

    /// <summary>What the operator asks: /admin, /health and the protocol's calls that load and unload models.</summary>
    public static IEndpointConventionBuilder MapAdmin(IEndpointRouteBuilder app, string prefix)
    {
        var routes = new OwnStyle(app).MapGroup(prefix).WithGroupName(GroupName);
        AdminEndpoints.Map(routes);
        RepositoryEndpoints.MapControl(routes);
        HealthEndpoints.Map(routes);
        return routes.GuardForOperator(app);
    }

    /// <summary>What callers ask by gRPC.</summary>
    public static IEndpointConventionBuilder MapGrpc(IEndpointRouteBuilder app) =>
        MapService<CallersService>(app).GuardForCallers(app);

    /// <summary>What the operator asks by gRPC.</summary>
    public static IEndpointConventionBuilder MapAdminGrpc(IEndpointRouteBuilder app) =>
        MapService<OperatorsService>(app).GuardForOperator(app);

    /// <summary>The dashboard's files.</summary>
    public static IEndpointConventionBuilder MapDashboard(IEndpointRouteBuilder app, string prefix)
    {
        var routes = app.MapGroup(prefix).ExcludeFromDescription().WithoutKey();
        Dashboard.Map(routes);
        return routes.GuardForCallers(app);
    }

    /// <summary>A service lies where its clients look for it: below no prefix.</summary>
    private static RouteGroupBuilder MapService<TService>(IEndpointRouteBuilder app)
        where TService : ModelService
    {
        var routes = app.MapGroup("").WithMetadata(new GrpcStyle());
        routes.MapGrpcService<TService>();
        return routes;
    }
}
