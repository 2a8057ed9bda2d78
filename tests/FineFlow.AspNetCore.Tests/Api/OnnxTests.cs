using System.Net;
using FineFlow.Torch.Inference;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Models as ONNX files, which browsers compute.</summary>
public sealed class OnnxTests(SharingServer shared) : IClassFixture<SharingServer>
{
    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task A_model_is_handed_out_as_export_writes_it()
    {
        using var model = ModelBundle.LoadConserving(_server.Bundle("plgf", "1"));

        var response = await _server.Client.GetAsync("/v1/models/plgf/onnx", TestContext.Current.CancellationToken);

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(OnnxExport.Create(model), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_a_server_that_shares_its_models_hands_them_out_and_says_so()
    {
        await using var keeping = await TestServer.StartAsync();
        foreach (var (server, status) in new[] { (keeping, HttpStatusCode.NotFound), (_server, HttpStatusCode.OK) })
        {
            var settings = await Answered.JsonAsync(await server.Client.GetAsync(
                new Uri("/v1/settings", UriKind.Relative), TestContext.Current.CancellationToken));
            Assert.Equal(status == HttpStatusCode.OK, settings["shares_models"]!.GetValue<bool>());
            var response = await server.Client.GetAsync(
                new Uri("/v1/models/plgf/onnx", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/v1/models/nosuch/onnx", HttpStatusCode.NotFound)]
    [InlineData("/v1/models/plgf/onnx?label=canary", HttpStatusCode.NotFound)]
    [InlineData("/v1/models/plgf/onnx?label=best", HttpStatusCode.BadRequest)]
    [InlineData("/v1/models/plgf/onnx?integers=true", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_refused(string address, HttpStatusCode expected)
    {
        var response = await _server.Client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }
}
