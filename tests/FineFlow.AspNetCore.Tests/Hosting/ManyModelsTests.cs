using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>A server with more models than fit into its memory.</summary>
public sealed class ManyModelsTests(ITestOutputHelper output)
{
    private const int Models = 200, Fitting = 20, Warm = 8;
    private const int BaseChannels = 64;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_model_that_is_not_in_memory_is_loaded_for_its_caller_and_the_operator_sees_what_is()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { ModelMemory = 1 }, path => Write(path, 3));
        using var asked = await server.PostAsync(Infer(0), TestServer.RequestBody());
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        using var other = await server.PostAsync(Infer(1), TestServer.RequestBody());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        var admin = JsonNode.Parse(await server.Admin.GetStringAsync(new Uri("/admin/models", UriKind.Relative)))!["models"]!.AsArray();
        Assert.Equal(["1", "1", "1"], admin.Select(model => $"{model!["labels"]!["stable"]}"));
        Assert.Equal([0, 1, 0], admin.Select(model => model!["in_memory"]!.AsArray().Count));
        var metrics = await server.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("fineflow_model_memory_bytes", metrics, StringComparison.Ordinal);

        // Of a bundle that is damaged the caller hears the name, and not where it lies.
        File.Delete(server.Bundle("m2", "1", "weights.safetensors"));
        using var refused = await server.PostAsync(Infer(2), TestServer.RequestBody());
        Assert.Equal("model", await Answered.RefusedAsync(refused, 500));
        Assert.DoesNotContain(server.Bundle(), await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public async Task Two_hundred_models_in_the_memory_of_twenty_answer_as_soon_as_one()
    {
        int? budget = null;
        double alone, among;
        await using (var server = await TestServer.StartAsync(Unlimited, path => Write(path, 1)))
        {
            alone = await MeasureAsync(server, warm: 1, cold: 0);
            budget = (int)Math.Ceiling(Fitting * server.Server.Registry.Bytes / 1e6);
        }

        await using (var server = await TestServer.StartAsync(
            options => Unlimited(options) with { ModelMemory = budget }, path => Write(path, Models)))
        {
            among = await MeasureAsync(server, Warm, Models - Warm);
            Assert.InRange(server.Server.Registry.Bytes, 1, budget.Value * 1_000_000L);
        }

        output.WriteLine(
            $"p99 of a server with one model {alone:0.0} ms, of warm models among {Models} in {budget} MB {among:0.0} ms: "
            + $"{among / alone:0.00} times");
        Assert.InRange(among / alone, 0, 1.5);

        static Host.ServeOptions Unlimited(Host.ServeOptions options) => options with { Rate = 1_000_000 };
    }

    /// <summary>Asks warm models in turns, each answer before the next question, and cold ones five times a second beside it.</summary>
    /// <returns>The 99th percentile of the warm models' times, in milliseconds.</returns>
    private static async Task<double> MeasureAsync(TestServer server, int warm, int cold)
    {
        for (var model = 0; model < warm; model++)
        {
            await AskAsync(server, model);
        }

        using var stop = new CancellationTokenSource(Time);
        var beside = cold == 0 ? Task.FromResult(0) : AskColdAsync(server, warm, cold, stop.Token);
        var times = new List<double>();
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            await AskAsync(server, turn % warm);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(2, CancellationToken.None);
        }

        var asked = await beside;
        Assert.True(cold == 0 || asked > 3 * Time.TotalSeconds, $"only {asked} cold models were asked");
        return times.Order().ElementAt((int)(times.Count * 0.99));
    }

    private static async Task<int> AskColdAsync(TestServer server, int from, int count, CancellationToken stop)
    {
        var (random, asked) = (new Random(1), 0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.2));
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            await AskAsync(server, from + random.Next(count));
            asked++;
        }

        return asked;
    }

    private static async Task AskAsync(TestServer server, int model)
    {
        using var answer = await server.PostAsync(Infer(model), TestServer.RequestBody());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Infer(int model) => $"/v1/models/m{model}/infer";

    private static void Write(string path, int models)
    {
        for (var model = 0; model < models; model++)
        {
            SmallBundles.Write(Path.Combine(path, $"m{model}", "1"), seed: model, settings: ("base_channels", BaseChannels));
        }
    }
}
