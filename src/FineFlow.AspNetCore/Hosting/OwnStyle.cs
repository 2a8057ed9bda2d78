using FineFlow.AspNetCore.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>
/// An app's routes, for routes that write JSON in FineFlow's style and answer every bad parameter with a reason, whatever the app
/// chooses for its own.
/// </summary>
internal sealed class OwnStyle(IEndpointRouteBuilder app) : IEndpointRouteBuilder, IServiceProvider
{
    private static readonly IOptions<JsonOptions> Json = Options.Create(Configure(new JsonOptions()));
    private static readonly IOptions<RouteHandlerOptions> Handlers =
        Options.Create(new RouteHandlerOptions { ThrowOnBadRequest = true });

    public IServiceProvider ServiceProvider => this;

    public ICollection<EndpointDataSource> DataSources => app.DataSources;

    public IApplicationBuilder CreateApplicationBuilder() => app.CreateApplicationBuilder();

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IOptions<JsonOptions>) ? Json
        : serviceType == typeof(IOptions<RouteHandlerOptions>) ? Handlers
        : app.ServiceProvider.GetService(serviceType);

    private static JsonOptions Configure(JsonOptions json)
    {
        ApiJson.Configure(json.SerializerOptions);
        return json;
    }
}
