using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Engine.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>FineFlow in an app that has routes, JSON and OpenAPI documents of its own: neither touches the other.</summary>
public sealed class EmbeddedAppTests : IDisposable
{
    private const string Key = "a-key-that-nobody-guesses";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_apps_own_route_is_not_touched_by_what_guards_FineFlows()
    {
        await using var app = await EmbeddedApp.StartAsync(
            app => app.MapFineFlow(),
            new() { ["FineFlow:Rate"] = "1", ["FineFlow:MaxBodyBytes"] = "1024", ["FineFlow:ApiKeyFile"] = KeyFile() });

        for (var turn = 0; turn < 4; turn++)
        {
            // Own JSON style, a query that nobody declared, no key, a body above FineFlow's limit.
            using var own = await app.Client.GetAsync(new Uri("/own?anything=1", UriKind.Relative));
            Assert.Equal("""{"howMany":1}""", await own.Content.ReadAsStringAsync());
            Assert.False(own.Headers.Contains("X-Content-Type-Options"));
            using var long_ = await app.PostAsync("/own", new byte[5000], "text/plain");
            Assert.Equal("""{"howMany":5000}""", await long_.Content.ReadAsStringAsync());
        }

        // Neither are addresses that nobody has, nor methods.
        using var nothing = await app.Client.GetAsync(new Uri("/nothing", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, ""), (nothing.StatusCode, await nothing.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task FineFlows_routes_are_guarded()
    {
        await using var app = await EmbeddedApp.StartAsync(
            app => app.MapFineFlow(), new() { ["FineFlow:MaxBodyBytes"] = "1024", ["FineFlow:ApiKeyFile"] = KeyFile() });

        await Answered.RefusedAsync(await app.Client.GetAsync(new Uri("/v1/models", UriKind.Relative)), 401);
        Assert.Equal(401, await app.StatusAsync("/openapi/v1.json"));
        Assert.Equal(200, await app.StatusAsync("/v2/health/ready"));
        app.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Assert.Equal("lable", await Answered.RefusedAsync(
            await app.Client.GetAsync(new Uri("/v1/models?lable=canary", UriKind.Relative)), 400));
        await Answered.RefusedAsync(await app.PostAsync("/v1/models/plgf/infer", new byte[5000]), 413);
        await Answered.RefusedAsync(await app.PostAsync("/v1/models/nobody/infer", [1]), 404);
        using var answer = await app.InferAsync();
        Assert.Equal("1", (await Answered.JsonAsync(answer))["version"]!.GetValue<string>());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task An_address_that_asks_too_often_is_refused()
    {
        await using var app = await EmbeddedApp.StartAsync(app => app.MapFineFlow(), new() { ["FineFlow:Rate"] = "1" });
        Assert.Equal(200, await app.StatusAsync("/v1/models"));
        Assert.Equal(429, await app.StatusAsync("/v1/models"));
        Assert.Equal(200, await app.StatusAsync("/own"));
    }

    [Fact]
    public async Task A_request_may_take_so_long_and_no_longer()
    {
        await using var app = await EmbeddedApp.StartAsync(
            app =>
            {
                app.MapFineFlow();
                app.MapGet("/slow", async () => { await Task.Delay(600); return "done"; });
            },
            new() { ["FineFlow:TimeoutSeconds"] = "0.2" });
        using (var held = new HeldEngine())
        {
            using var last = await app.InferAsync();
            var slow = app.Client.GetStringAsync(new Uri("/slow", UriKind.Relative));
            await Answered.RefusedAsync(await app.InferAsync(), 503);
            Assert.Equal("done", await slow);
            held.LetGo();
        }
    }

    [Fact]
    public async Task Below_a_prefix_all_is_there_and_the_document_and_the_links_say_so()
    {
        await using var app = await EmbeddedApp.StartAsync(app =>
        {
            app.MapFineFlow("/flows");
            app.MapFineFlowDashboard("/flows");
            app.MapFineFlowAdmin("/operator");
        });

        Assert.Equal(404, await app.StatusAsync("/v1/models"));
        foreach (var path in new[] { "/flows/v1/models", "/flows/v2", "/operator/health/ready", "/operator/admin/models", "/flows/" })
        {
            Assert.Equal(200, await app.StatusAsync(path));
        }

        var document = JsonNode.Parse(await app.Client.GetStringAsync(new Uri("/flows/openapi/v1.json", UriKind.Relative)))!;
        var paths = document["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.Contains("/flows/v1/models/{model}/infer", paths);
        Assert.DoesNotContain("/own", paths);
        Assert.All(paths, path => Assert.StartsWith("/flows/v", path, StringComparison.Ordinal));
        Assert.NotNull(document["components"]!["schemas"]!["ModelCardResponse"]!["properties"]!["coarse_rows"]);

        using var live = await app.InferAsync("/flows/v1/live/plgf/frames");
        Assert.Equal(HttpStatusCode.Created, live.StatusCode);
        Assert.StartsWith("/flows/v1/live/frames/", live.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, await app.StatusAsync(live.Headers.Location.ToString()));

        using var protocol = await app.PostAsync("/flows/v2/models/plgf/infer", [1]);
        Assert.Equal("application/json", protocol.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(JsonNode.Parse(await protocol.Content.ReadAsStringAsync())!["error"]);
    }

    [Fact]
    public async Task The_dashboard_is_a_page_whose_links_stay_below_the_prefix()
    {
        await using var app = await EmbeddedApp.StartAsync(app => app.MapFineFlowDashboard("/flows"));
        using var page = await app.Client.GetAsync(new Uri("/flows", UriKind.Relative));
        Assert.Equal("/flows/", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("href=\"/", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"/", html, StringComparison.Ordinal);
        Assert.Equal(404, await app.StatusAsync("/flows/nothing.js"));
        Assert.Equal(404, await app.StatusAsync("/flows/v1/models"));
    }

    [Fact]
    public async Task The_app_may_ask_for_more_on_FineFlows_routes()
    {
        await using var app = await EmbeddedApp.StartAsync(
            app => app.MapFineFlowAdmin().RequireHost("operator.example"));
        Assert.Equal(404, await app.StatusAsync("/admin/models"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/models") { Headers = { Host = "operator.example" } };
        Assert.Equal(HttpStatusCode.OK, (await app.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Two_apps_in_a_process_have_engines_keys_and_models_of_their_own()
    {
        await using var open = await EmbeddedApp.StartAsync(app => app.MapFineFlow());
        await using (var closed = await EmbeddedApp.StartAsync(app => app.MapFineFlow(), new() { ["FineFlow:ApiKeyFile"] = KeyFile() }))
        {
            Assert.Equal(401, (int)(await closed.InferAsync()).StatusCode);
            Assert.Equal(200, (int)(await open.InferAsync()).StatusCode);
        }

        Assert.Equal(200, (int)(await open.InferAsync()).StatusCode);
    }

    [Theory]
    [InlineData("MaxBatch", "0", "FineFlow:MaxBatch: is 0; it must be between 1 and 1024")]
    [InlineData("MaxBatch", "many", "FineFlow:MaxBatch: is 'many'; a whole number is expected")]
    [InlineData("MaxBach", "8", "FineFlow:MaxBach: is unknown; known are *; did you mean 'MaxBatch'?")]
    [InlineData("Strict", "perhaps", "FineFlow:Strict: is 'perhaps'; true or false is expected")]
    [InlineData("Models", "", "FineFlow:Models: is \"\"; it must name a directory of models")]
    [InlineData("RefreshInterval", "00:00:00", "FineFlow:RefreshInterval: is \"00:00:00\"; it must be longer than nothing, as 00:01:00")]
    [InlineData("Datasets:0", null, "FineFlow:Datasets:0: is null; a text is expected")]
    [InlineData("Rate:0", "1", "FineFlow:Rate: is a group; a whole number is expected")]
    public async Task Options_that_cannot_be_do_not_start(string key, string? value, string expected)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => EmbeddedApp.StartAsync(app => app.MapFineFlow(), new() { ["FineFlow:" + key] = value }));
        var parts = expected.Split('*');
        Assert.StartsWith(parts[0], refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task Code_goes_before_the_configuration()
    {
        await using var app = await EmbeddedApp.StartAsync(
            app => app.MapFineFlow(),
            new() { ["FineFlow:Rate"] = "7", ["FineFlow:TimeoutSeconds"] = "7" },
            builder => builder.Services.AddFineFlow(options => options.Rate = 8));
        var options = app.App.Services.GetRequiredService<IOptions<AspNetCore.Settings.FineFlowOptions>>().Value;
        Assert.Equal((8, 7.0), (options.Rate, options.TimeoutSeconds));
    }

    [Fact]
    public async Task Without_models_the_app_does_not_start() => Assert.Contains(
        "holds no model bundle",
        (await Assert.ThrowsAsync<BadInputException>(() => EmbeddedApp.StartAsync(
            app => app.MapFineFlow(), new() { ["FineFlow:Models"] = _folder.Path }))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task The_health_check_follows_the_models()
    {
        HealthCheckService? checks = null;
        await using var app = await EmbeddedApp.StartAsync(
            app =>
            {
                app.MapHealthChecks("/healthz");
                checks = app.Services.GetRequiredService<HealthCheckService>();
                Assert.Equal(HealthStatus.Unhealthy, checks.CheckHealthAsync().GetAwaiter().GetResult().Status);
            },
            configure: builder => builder.Services.AddHealthChecks().AddFineFlow());

        Assert.Equal("Healthy", await app.Client.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        var entry = Assert.Single((await checks!.CheckHealthAsync()).Entries);
        Assert.Equal(("fineflow", "serves plgf"), (entry.Key, entry.Value.Description));
        await app.App.StopAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await checks.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task An_inference_is_an_activity_within_the_requests()
    {
        var heard = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "FineFlow" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = heard.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await EmbeddedApp.StartAsync(app => app.MapFineFlow());
        var samples = $"{{\"samples\":[{string.Join(',', Enumerable.Range(1, 3).Select(seed => TestServer.RequestBody(seed)))}]}}";
        using var answer = await app.PostAsync("/v1/models/plgf/infer/batch", Encoding.UTF8.GetBytes(samples));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var span = Assert.Single(heard, activity => activity.Source.Name == "FineFlow");
        Assert.Equal("fineflow.infer", span.OperationName);
        Assert.Equal(
            ["plgf", "1", 3],
            new[] { "fineflow.model", "fineflow.version", "fineflow.samples" }.Select(span.GetTagItem));
        Assert.InRange(Assert.IsType<double>(span.GetTagItem("fineflow.queue.duration")), 0, span.Duration.TotalSeconds);
        Assert.Equal("Microsoft.AspNetCore", span.Parent?.Source.Name);
    }

    private string KeyFile()
    {
        File.WriteAllText(_folder.File("keys"), Key);
        return _folder.File("keys");
    }
}
