using System.Net;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.Core;
using FineFlow.Host;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FineFlow.AspNetCore.Tests.Grpc;

/// <summary>Where gRPC is spoken: at addresses of its own, at https addresses, and in other apps.</summary>
public sealed class GrpcAddressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_an_address_of_its_own_there_is_none()
    {
        await using var server = await TestServer.StartAsync(options => options with { GrpcUrl = null, AdminGrpcUrl = null });
        Assert.Null(server.Server.Callers.Grpc);
        Assert.Null(server.Server.Operators.Grpc);
        Assert.Equal(server.Server.Callers.Http.Url.ToString(), server.Server.Callers.ToString());
    }

    [Fact]
    public async Task An_https_address_speaks_it_beside_the_rest()
    {
        await using var server = await TestServer.StartAsync(
            options => options with
            {
                Url = "https://127.0.0.1:0",
                GrpcUrl = null,
                TlsCertificate = SelfSigned.Write(_folder.File("tls.pem")),
            });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var channel = GrpcChannel.ForAddress(server.Server.Callers.Http.Url, new() { HttpHandler = handler });
        var answer = await new GRPCInferenceService.GRPCInferenceServiceClient(channel).ModelInferAsync(GrpcRequests.Raw());
        Assert.Equal("plgf", answer.ModelName);
    }

    [Fact]
    public void Its_addresses_are_its_own_and_as_safe_as_the_others()
    {
        var options = new ServeOptions { Models = "", Url = "http://127.0.0.1:9000" };
        foreach (var (setting, clash) in new[]
        {
            ("grpc_url", options with { GrpcUrl = "http://localhost:9000" }),
            ("admin_grpc_url", options with { GrpcUrl = "http://127.0.0.1:9002", AdminGrpcUrl = "http://127.0.0.1:9002" }),
            ("admin_grpc_url", options with { AdminGrpcUrl = "http://127.0.0.1:9001" }),
        })
        {
            var refusal = Assert.Throws<BadInputException>(() => Listeners.Of(clash));
            Assert.StartsWith($"setting '{setting}': is http://", refusal.Message, StringComparison.Ordinal);
            Assert.EndsWith("an address of its own is expected", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Contains(
            "is open to others",
            Assert.Throws<BadInputException>(() => Listeners.Of(options with { GrpcUrl = "http://0.0.0.0:9002" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_has_it_beside_services_of_its_own_limits_and_all()
    {
        await using var app = await EmbeddedApp.StartAsync(
            app => app.MapFineFlowGrpc(),
            new() { ["FineFlow:MaxBodyBytes"] = "4096" },
            builder => builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)));
        using var channel = GrpcChannel.ForAddress(app.Client.BaseAddress!);
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(channel);

        Assert.Equal("plgf", (await client.ModelInferAsync(GrpcRequests.Raw())).ModelName);
        await GrpcRequests.RefusedAsync(client.ModelInferAsync(GrpcRequests.Raw(samples: 60)), StatusCode.ResourceExhausted);
        await GrpcRequests.RefusedAsync(
            client.RepositoryModelLoadAsync(new() { ModelName = "plgf" }), StatusCode.PermissionDenied);
        using var own = new HttpRequestMessage(HttpMethod.Get, new Uri("/own", UriKind.Relative))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Assert.Equal("""{"howMany":0}""", await (await app.Client.SendAsync(own)).Content.ReadAsStringAsync());
    }
}
