using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Management;

public sealed class AdminTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_new_version_is_tried_as_canary_made_stable_and_rolled_back()
    {
        SmallBundles.Write(_server.Bundle("plgf", "2"), seed: 2);
        var (status, state) = await _server.AdministerAsync("/admin/models/plgf/load", new { label = "canary" });
        Assert.Equal((200, """{"stable":"1","canary":"2"}"""), (status, state["labels"]!.ToJsonString()));
        Assert.Equal(["1", "2"], [await VersionAsync(""), await VersionAsync("?label=canary")]);

        (_, state) = await _server.AdministerAsync("/admin/models/plgf/load", new { version = "2" });
        Assert.Equal("""{"stable":"2","canary":null}""", state["labels"]!.ToJsonString());
        Assert.Equal(["2", "1"], [await VersionAsync(""), await VersionAsync("?version=1")]);

        (_, state) = await _server.AdministerAsync("/admin/models/plgf/rollback", new { label = "stable" });
        Assert.Equal(("1", "2"), (state["labels"]!["stable"]!.GetValue<string>(), state["previous"]!.GetValue<string>()));
        Assert.Equal("1", await VersionAsync(""));
    }

    [Fact]
    public async Task A_roll_back_is_answered_while_a_load_is_held_up()
    {
        SmallBundles.Write(_server.Bundle("plgf", "2"), seed: 2);
        SmallBundles.Write(_server.Bundle("plgf", "3"), seed: 3);
        Assert.Equal(200, (await _server.AdministerAsync("/admin/models/plgf/load", new { version = "2" })).Status);
        using var held = new HeldLoad();
        var loading = _server.AdministerAsync("/admin/models/plgf/load", new { version = "3" });
        await held.UntilLoadedAsync();

        // More of them than the machine has threads at hand: none may hold one.
        var rolled = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => _server.AdministerAsync("/admin/models/plgf/rollback", new { })))
            .WaitAsync(HeldLoad.Patience);
        Assert.All(rolled, answer => Assert.Equal(200, answer.Status));
        Assert.Equal("2", await VersionAsync(""));

        held.LetGo();
        Assert.Equal("3", (await loading).Body["labels"]!["stable"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_bad_bundle_is_refused_with_the_reason_and_nothing_changes()
    {
        SmallBundles.Write(_server.Bundle("plgf", "2"), seed: 2);
        await File.AppendAllTextAsync(_server.Bundle("plgf", "2", "weights.safetensors"), "x");
        var (status, problem) = await _server.AdministerAsync("/admin/models/plgf/load", new { });
        Assert.Equal(422, status);
        Assert.Contains("another SHA-256", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("1", await VersionAsync(""));
    }

    [Fact]
    public async Task A_new_model_is_served_without_a_restart()
    {
        SmallBundles.Write(_server.Bundle("even"), "mean");
        Assert.Equal(200, (await _server.AdministerAsync("/admin/models/even/load", new { })).Status);
        var answer = await _server.PostAsync("/v1/models/even/infer", TestServer.RequestBody(external: false));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/admin/models/nobody/load", "{}", 404)]
    [InlineData("/admin/models/plgf/load", """{"version":"../../plgf/1"}""", 404)]
    [InlineData("/admin/models/..%2f..%2ftmp/load", "{}", 404)]
    [InlineData("/admin/models/plgf/load", """{"label":"best"}""", 400)]
    [InlineData("/admin/models/plgf/load", """{"folder":"/etc"}""", 400)]
    [InlineData("/admin/models/plgf/rollback", "{}", 422)]
    public async Task What_cannot_be_done_is_refused(string path, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await Answered.RefusedAsync(await _server.Admin.PostAsync(new Uri(path, UriKind.Relative), content), status);
    }

    [Fact]
    public async Task A_page_of_another_site_can_do_nothing_in_the_operators_browser()
    {
        using var form = new StringContent("{}", Encoding.UTF8, "text/plain");
        await Answered.RefusedAsync(await _server.Admin.PostAsync(new Uri("/admin/models/plgf/load", UriKind.Relative), form), 415);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/admin/models");
        rebound.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.Admin.SendAsync(rebound)).StatusCode);
    }

    [Fact]
    public async Task Management_is_not_on_the_callers_listener()
    {
        foreach (var path in new[] { "/admin/models", "/metrics", "/health/live" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await _server.Admin.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
        }
    }

    [Fact]
    public async Task Metrics_count_what_was_done()
    {
        await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody());
        var metrics = await _server.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.All(
            [
                "fineflow_queue_length{", "fineflow_batch_size_bucket{", "fineflow_sample_duration_seconds_bucket{",
                "fineflow_batch_duration_seconds_sum{",
                "fineflow_conservation_residual_bucket{", "fineflow_model_loads_total{", "http_server_request_duration_seconds_bucket{",
            ],
            name => Assert.Contains("\n" + name, metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recent_counts_show_beside_those_of_training_once_there_are_enough()
    {
        Assert.Equal("[]", (await DriftAsync()).ToJsonString());
        for (var request = 0; request < 14; request++)
        {
            await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody());
        }

        var drift = Assert.Single((await DriftAsync()).AsArray())!;
        Assert.Equal("1", drift["version"]!.GetValue<string>());
        Assert.Contains(drift["verdict"]!.GetValue<string>(), new[] { "steady", "watch", "train_again" });
        Assert.True(drift["level"]!.GetValue<double>() > 0);
        var metrics = await _server.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        foreach (var measure in new[] { "counts", "cells", "level" })
        {
            Assert.Matches($@"\nfineflow_drift\{{[^}}]*measure=""{measure}""[^}}]*model=""plgf""[^}}]*version=""1""[^}}]*\}} ", metrics);
        }
    }

    private async Task<JsonNode> DriftAsync() =>
        JsonNode.Parse(await _server.Admin.GetStringAsync(new Uri("/admin/models", UriKind.Relative)))!["models"]![0]!["drift"]!;

    private async Task<string> VersionAsync(string query) =>
        (
            await Answered.JsonAsync(
                await _server.PostAsync($"/v1/models/plgf/infer{query}", TestServer.RequestBody())))["version"]!.GetValue<string>();
}
