using System.Net;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>A query parameter that an endpoint does not know is refused; it would be without effect.</summary>
public sealed class QueryTests(TownServer shared) : IClassFixture<TownServer>
{
    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData("/v1/models/plgf/infer?fromat=npy", "fromat", "did you mean 'format'?")]
    [InlineData("/v1/models/plgf/infer?integers=true&lable=canary", "lable", "did you mean 'label'?")]
    [InlineData("/v1/models/plgf/infer/batch?format=npy", "format", "expected label, version, integers")]
    [InlineData("/v1/models/plgf/infer/stream?integer=true", "integer", "did you mean 'integers'?", "application/x-ndjson")]
    [InlineData("/v1/live/plgf/frames?integers=true", "integers", "expected label, version, shape, external, time, bounding_box")]
    public async Task Posts_are_refused(string path, string name, string expected, string type = "application/json") =>
        await AssertRefusedAsync(await _server.PostAsync(path, TestServer.RequestBody(), type), name, expected);

    [Theory]
    [InlineData("/v1/models?page=2", "page", "none is expected here")]
    [InlineData("/v1/models/plgf?x", "x", "none is expected here")]
    [InlineData("/v1/settings?x=1", "x", "none is expected here")]
    [InlineData("/v1/datasets?x=1", "x", "none is expected here")]
    [InlineData("/v1/datasets/town/frames/0/fine?model=plgf", "model", "none is expected here")]
    [InlineData("/v1/datasets/town/cells/0/0?chanel=1", "chanel", "did you mean 'channel'?")]
    [InlineData("/v1/datasets/town/inferred/0?model=plgf&from=1", "from", "expected model, label, version")]
    [InlineData("/v1/live/events?since=1", "since", "none is expected here")]
    public async Task Gets_are_refused(string path, string name, string expected) =>
        await AssertRefusedAsync(await _server.Client.GetAsync(new Uri(path, UriKind.Relative)), name, expected);

    [Theory]
    [InlineData("/admin/models?x=1")]
    [InlineData("/health/ready?x=1")]
    public async Task The_operator_is_refused_as_well(string path) =>
        await AssertRefusedAsync(await _server.Admin.GetAsync(new Uri(path, UriKind.Relative)), "x", "none is expected here");

    [Fact]
    public async Task The_open_inference_protocol_says_it_in_its_own_way()
    {
        var response = await _server.Client.GetAsync(new Uri("/v2/models/plgf?x=1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'x' is not a known query parameter", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models/plgf/infer?format=json&label=stable&integers=true&version=1&time=x&shape=1&external=1&bounding_box=1")]
    [InlineData("/v1/models/plgf/infer?FORMAT=json")]
    public async Task Known_ones_are_taken(string path)
    {
        var response = await _server.PostAsync(path, TestServer.RequestBody());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/openapi/v1.json?x=1")]
    [InlineData("/?x=1")]
    public async Task What_is_not_the_api_takes_any(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await _server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);

    [Fact]
    public async Task Every_endpoint_of_the_api_declares_its_parameters()
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(
            await _server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        foreach (var (template, methods) in document["paths"]!.AsObject())
        {
            var path = template.Replace("{model}", "plgf", StringComparison.Ordinal).Replace("{dataset}", "town", StringComparison.Ordinal)
                .Replace("{version}", "1", StringComparison.Ordinal).Replace('{', '0').Replace('}', '0');
            path = string.Join('/', path.Split('/').Select(part => part.StartsWith('0') ? "0" : part));
            foreach (var (method, _) in methods!.AsObject())
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri($"{path}?nonsense=1", UriKind.Relative));
                using var response = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{method} {path}: {response.StatusCode}");
            }
        }
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, string name, string expected)
    {
        Assert.Equal(name, await Answered.RefusedAsync(response, 400));
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
