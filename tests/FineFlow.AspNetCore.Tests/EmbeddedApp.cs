using System.Net.Http.Headers;
using System.Text;
using FineFlow.Engine.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Tests;

/// <summary>An app of somebody else's with FineFlow in it, and a route of its own at /own.</summary>
internal sealed class EmbeddedApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private EmbeddedApp()
    {
    }

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<EmbeddedApp> StartAsync(
        Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var app = new EmbeddedApp();
        try
        {
            await app.StartOwnAsync(map, settings, configure);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type = "application/json", string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public Task<HttpResponseMessage> InferAsync(string path = "/v1/models/plgf/infer") =>
        PostAsync(path, Encoding.UTF8.GetBytes(TestServer.RequestBody()));

    public async Task<int> StatusAsync(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using var response = await Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartOwnAsync(
        Action<WebApplication> map, Dictionary<string, string?>? settings, Action<WebApplicationBuilder>? configure)
    {
        SmallBundles.Write(Path.Combine(_folder.File("models"), "plgf", "1"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["FineFlow:Models"] = _folder.File("models") });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddFineFlow();
        configure?.Invoke(builder);
        App = builder.Build();
        App.MapGet("/own", (HttpRequest request) => new OwnAnswer(request.Query.Count));
        App.MapPost("/own", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return new OwnAnswer((await reader.ReadToEndAsync()).Length);
        });
        map(App);
        await App.StartAsync();
        var addresses = App.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Client = new HttpClient { BaseAddress = new Uri(addresses.Addresses.First()) };
    }

    private sealed record OwnAnswer(int HowMany);
}
