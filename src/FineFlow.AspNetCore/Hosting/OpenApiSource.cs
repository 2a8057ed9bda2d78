using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>
/// The OpenAPI document of the routes that carry this object. It is written with services of its own: in the app's, it would describe
/// JSON in the app's style, and stand among the app's documents.
/// </summary>
internal sealed class OpenApiSource
{
    private const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _document;

    public OpenApiSource(IServiceProvider app) => _document = new(() => WriteAsync(app));

    public async Task WriteAsync(HttpContext http)
    {
        var document = await _document.Value;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = document.Length;
        await http.Response.Body.WriteAsync(document, http.RequestAborted);
    }

    private async Task<byte[]> WriteAsync(IServiceProvider app)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddRouting().ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddSingleton<IHostEnvironment>(new Environment());
        services.AddSingleton<EndpointDataSource>(new Own(this, app.GetRequiredService<EndpointDataSource>()));

        // Of a handler's parameters, those are no parts of a request that are services here.
        services.AddSingleton(app.GetRequiredService<IHostApplicationLifetime>());
        app.GetRequiredService<ServerServices>().ShareWith(services);
        services.AddOpenApi(Name, options =>
        {
            options.ShouldInclude = _ => true;
            OpenApiStyle.Configure(options);
        });

        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var bytes = new MemoryStream();
        await document.SerializeAsJsonAsync(bytes, OpenApiSpecVersion.OpenApi3_1);
        return bytes.ToArray();
    }

    private sealed class Own(OpenApiSource source, EndpointDataSource all) : EndpointDataSource
    {
        public override IReadOnlyList<Endpoint> Endpoints =>
            [.. all.Endpoints.Where(endpoint => ReferenceEquals(endpoint.Metadata.GetMetadata<OpenApiSource>(), source))];

        public override IChangeToken GetChangeToken() => all.GetChangeToken();
    }

    private sealed class Environment : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "FineFlow";

        public string EnvironmentName { get; set; } = Environments.Production;

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
