using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.OpenInference;

/// <summary>What the protocol's clients ask beside inference: configuration, statistics, the repository of models.</summary>
public sealed class OpenInferenceModelTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_configuration_has_the_tensors_in_tritons_form()
    {
        var config = await GetAsync("/v2/models/plgf/versions/1/config");

        Assert.Equal(("plgf", 0), (Text(config, "name"), config["max_batch_size"]!.GetValue<int>()));
        Assert.Equal(
            """[{"name":"coarse","data_type":"TYPE_FP32","dims":[-1,1,-1,-1],"optional":false},"""
            + """{"name":"external","data_type":"TYPE_FP32","dims":[-1,7],"optional":false},"""
            + """{"name":"time","data_type":"TYPE_INT64","dims":[-1],"optional":true}]""",
            config["input"]!.ToJsonString());
        Assert.Equal(
            """[{"name":"fine","data_type":"TYPE_FP32","dims":[-1,1,-1,-1],"optional":false}]""", config["output"]!.ToJsonString());
    }

    [Fact]
    public async Task Statistics_count_samples_batches_and_their_time()
    {
        Assert.Equal(0, (await StatisticsAsync("/v2/models/stats"))["inference_count"]!.GetValue<int>());
        for (var request = 0; request < 3; request++)
        {
            using var answer = await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody());
            Assert.True(answer.IsSuccessStatusCode);
        }

        var done = await StatisticsAsync("/v2/models/plgf/stats");

        Assert.Equal((3, "1"), (done["inference_count"]!.GetValue<int>(), Text(done, "version")));
        Assert.InRange(done["execution_count"]!.GetValue<int>(), 1, 3);
        var (success, compute, queue) = (Time(done, "success"), Time(done, "compute_infer"), Time(done, "queue"));
        Assert.Equal(success.Nanoseconds, compute.Nanoseconds + queue.Nanoseconds);
        Assert.Equal((3, 3, 0), (success.Count, queue.Count, Time(done, "fail").Count));
        Assert.InRange(compute.Nanoseconds, 1_000, 60_000_000_000);
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(done["last_inference"]!.GetValue<long>()),
            DateTimeOffset.UtcNow.AddMinutes(-1),
            DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task The_repository_lists_what_is_in_memory_and_what_is_not()
    {
        SmallBundles.Write(_server.Bundle("plgf", "2"), seed: 2);

        Assert.Equal(["plgf 1 READY", "plgf 2 UNAVAILABLE"], await IndexAsync(""));
        Assert.Equal(["plgf 1 READY"], await IndexAsync("""{"ready":true}"""));
        using var misspelt = await PostAsync(_server.Client, "/v2/repository/index", """{"redy":true}""");
        Assert.Equal(HttpStatusCode.BadRequest, misspelt.StatusCode);
        Assert.Contains("did you mean 'ready'?", await misspelt.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_loads_and_unloads_and_callers_cannot()
    {
        SmallBundles.Write(_server.Bundle("plgf", "2"), seed: 2);
        const string Model = "/v2/repository/models/plgf";
        foreach (var path in new[] { "/load", "/unload" })
        {
            using var refused = await PostAsync(_server.Client, Model + path, "{}");
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(_server.Admin, Model + "/load", "")).StatusCode);
        Assert.Equal("2", Text(await GetAsync("/v1/models/plgf"), "version"));

        Assert.Equal(
            HttpStatusCode.OK,
            (await PostAsync(_server.Admin, Model + "/unload", """{"parameters":{"unload_dependents":false}}""")).StatusCode);
        Assert.Equal(["plgf 1 UNAVAILABLE", "plgf 2 UNAVAILABLE"], await IndexAsync(""));
        await Answered.RefusedAsync(await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody()), 404);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(_server.Admin, Model + "/unload", "")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(_server.Admin, Model + "/load", "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody())).StatusCode);
    }

    [Fact]
    public async Task A_page_cannot_load_and_a_setting_that_has_no_effect_is_refused()
    {
        using var page = new HttpRequestMessage(HttpMethod.Post, "/v2/repository/models/plgf/unload");
        page.Headers.Add("Origin", "https://evil.example");
        using var refused = await _server.Admin.SendAsync(page);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var setting = await PostAsync(
            _server.Admin, "/v2/repository/models/plgf/load", """{"parameters":{"config":"{}"}}""");
        Assert.Equal(HttpStatusCode.BadRequest, setting.StatusCode);
        Assert.Contains("parameters", await setting.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["plgf 1 READY"], await IndexAsync(""));
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static (long Count, long Nanoseconds) Time(JsonNode statistics, string name)
    {
        var time = statistics["inference_stats"]![name]!;
        return (time["count"]!.GetValue<long>(), time["ns"]!.GetValue<long>());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = null; // as the protocol's clients send it
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private async Task<JsonNode> GetAsync(string path) =>
        (await _server.Client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!;

    private async Task<JsonNode> StatisticsAsync(string path) => (await GetAsync(path))["model_stats"]!.AsArray().Single()!;

    private async Task<IEnumerable<string>> IndexAsync(string body)
    {
        using var answer = await PostAsync(_server.Client, "/v2/repository/index", body);
        return (await answer.Content.ReadFromJsonAsync<JsonArray>())!
            .Select(model => $"{Text(model!, "name")} {Text(model!, "version")} {Text(model!, "state")}").Order();
    }
}
