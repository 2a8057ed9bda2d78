using System.Net;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>What holds while many ask.</summary>
public sealed class LoadTests
{
    private static readonly TimeSpan Always = TimeSpan.FromHours(1);
    private const string Infer = "/v1/models/plgf/infer";

    [Fact]
    public async Task Versions_are_swapped_under_load_and_no_request_fails()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { MaxBatch = 4, Queue = 200, Burst = Always, Rate = 1_000_000 });
        for (var version = 2; version <= 6; version++)
        {
            SmallBundles.Write(server.Bundle("plgf", $"{version}"), seed: version);
        }

        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 8).Select(_ => AskUntilAsync(server, stop.Token)).ToList();
        for (var round = 0; round < 3; round++)
        {
            for (var version = 1; version <= 6; version++)
            {
                var (status, body) = await server.AdministerAsync("/admin/models/plgf/load", new { version = $"{version}" });
                Assert.True(status == 200, body.ToJsonString());
                Assert.Equal($"{version}", await AskAsync(server));
            }

            Assert.Equal(200, (await server.AdministerAsync("/admin/models/plgf/rollback", new { })).Status);
            Assert.Equal("5", await AskAsync(server));
        }

        await stop.CancelAsync();
        await Task.WhenAll(asking);
    }

    [Fact]
    public async Task Too_many_are_refused_at_once_with_a_time_to_return_and_the_rest_are_answered()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { MaxBatch = 1, Queue = 2, Burst = Always, Rate = 1_000_000 });
        using var held = new HeldEngine();
        await AnsweredAsync(server);

        var asked = Enumerable.Range(0, 60).Select(_ => server.PostAsync(Infer, TestServer.RequestBody())).ToList();
        for (var refused = 0; refused < 58; refused++)
        {
            var first = await Task.WhenAny(asked);
            asked.Remove(first);
            var refusal = await first;
            Assert.True(refusal.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            await Answered.RefusedAsync(refusal, 503);
        }

        held.LetGo();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await AnsweredAsync(server);
    }

    [Fact]
    public async Task A_server_that_stops_answers_what_it_has_taken()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { MaxBatch = 1, Queue = 100, Burst = Always });
        using var held = new HeldEngine();
        await AnsweredAsync(server);
        var asked = Enumerable.Range(0, 30).Select(seed => server.PostAsync(Infer, TestServer.RequestBody(seed))).ToList();
        await held.UntilWaitingAsync(30);

        var stopping = server.Server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => UntilHungUpOnAsync(server));
        held.LetGo();

        await stopping;
        for (var seed = 0; seed < 30; seed++)
        {
            Assert.Equal(SmallBundles.Coarse(seed: seed).Values.Sum(), (await Answered.FineAsync(await asked[seed])).Sum(), 0.1f);
        }
    }

    [Fact]
    public async Task More_requests_a_second_than_allowed_are_429()
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 5 });
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => server.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 1, 35);
        Assert.All(refused, answer => Assert.NotNull(answer.Headers.RetryAfter));
        await Answered.RefusedAsync(refused[0], 429);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_503_and_gives_up_its_place()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { TimeoutSeconds = 3, MaxBatch = 1, Queue = 10, Burst = Always });
        using var held = new HeldEngine();
        await AnsweredAsync(server);

        var late = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.PostAsync(Infer, TestServer.RequestBody())));
        foreach (var answer in late)
        {
            await Answered.RefusedAsync(answer, 503);
            Assert.Contains("was not done within 3 s", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await held.UntilWaitingAsync(0);
        held.LetGo();
        await AnsweredAsync(server);
    }

    private static async Task AnsweredAsync(TestServer server) =>
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Infer, TestServer.RequestBody())).StatusCode);

    private static async Task UntilHungUpOnAsync(TestServer server)
    {
        while (true)
        {
            using var client = new HttpClient { BaseAddress = server.Server.Callers.Http.Url };
            await client.GetAsync(new Uri("/v1/models", UriKind.Relative));
        }
    }

    private static async Task AskUntilAsync(TestServer server, CancellationToken stop)
    {
        for (var seed = 0; !stop.IsCancellationRequested; seed++)
        {
            await AskAsync(server, seed);
        }
    }

    /// <summary>The version that answered.</summary>
    private static async Task<string> AskAsync(TestServer server, int seed = 0)
    {
        var answer = await Answered.JsonAsync(await server.PostAsync(Infer, TestServer.RequestBody(seed)));
        Assert.Equal(SmallBundles.Coarse(seed: seed).Values.Sum(), Answered.Fine(answer).Sum(), 0.1f);
        return answer["version"]!.GetValue<string>();
    }
}
