using System.Collections.Concurrent;
using System.Net;

namespace FineFlow.Serving.Tests.Hosting;

/// <summary>What holds while many ask.</summary>
public sealed class LoadTests
{
    private static readonly TimeSpan Always = TimeSpan.FromHours(1);
    private const string Infer = "/v1/models/plgf/infer";

    [Fact]
    public async Task Versions_are_swapped_under_load_and_no_request_fails()
    {
        await using var server = await TestServer.StartAsync(options => options with { Engine = new() { MaxBatch = 4, Queue = 200, Burst = Always }, Rate = 1_000_000 });
        for (var version = 2; version <= 6; version++)
        {
            SmallBundles.Write(server.Bundle("plgf", $"{version}"), seed: version);
        }

        using var stop = new CancellationTokenSource();
        var versions = new ConcurrentDictionary<string, int>();
        var asking = Enumerable.Range(0, 8).Select(_ => AskAsync(server, versions, stop.Token)).ToList();
        for (var round = 0; round < 3; round++)
        {
            for (var version = 1; version <= 6; version++)
            {
                var (status, body) = await server.AdministerAsync("/admin/models/plgf/load", new { version = $"{version}" });
                Assert.True(status == 200, body.ToJsonString());
            }

            Assert.Equal(200, (await server.AdministerAsync("/admin/models/plgf/rollback", new { })).Status);
        }

        await stop.CancelAsync();
        await Task.WhenAll(asking);
        Assert.True(versions.Count >= 4, string.Join(", ", versions));
    }

    [Fact]
    public async Task Too_many_are_refused_at_once_with_a_time_to_return_and_the_rest_are_answered()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { Engine = new() { MaxBatch = 1, Queue = 2, Burst = Always }, Rate = 1_000_000 },
            path => SmallBundles.Write(Path.Combine(path, "plgf", "1"), settings: [("base_channels", 64), ("height", 32), ("width", 32)]));
        var question = TestServer.Question(side: 32);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => server.PostAsync(Infer, question)));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1)));
        var accepted = answers.Except(refused).ToList();
        Assert.NotEmpty(accepted);
        Assert.All(accepted, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Infer, question)).StatusCode);
    }

    [Fact]
    public async Task A_server_that_stops_answers_what_it_has_taken()
    {
        var server = await TestServer.StartAsync(
            options => options with { Engine = new() { MaxBatch = 1, Queue = 100, Burst = Always } },
            path => SmallBundles.Write(Path.Combine(path, "plgf", "1"), settings: [("base_channels", 64), ("height", 32), ("width", 32)]));
        var asked = Enumerable.Range(0, 30).Select(_ => server.PostAsync(Infer, TestServer.Question(side: 32))).ToList();
        await Task.WhenAny(asked);

        await server.Server.DisposeAsync();

        // Who was not yet let in is hung up on or refused; who was, is answered in full.
        var outcomes = await Task.WhenAll(asked.Select(async one =>
        {
            try
            {
                using var answer = await one;
                return answer.StatusCode == HttpStatusCode.OK ? (await Answered.FineAsync(answer)).Length : 0;
            }
            catch (HttpRequestException)
            {
                return 0;
            }
        }));
        Assert.True(outcomes.Count(length => length == 64 * 64) > 1, string.Join(", ", outcomes));
        Assert.All(outcomes, length => Assert.True(length is 0 or 64 * 64));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task More_requests_a_second_than_allowed_are_429()
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 5 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 20, 35);
        Assert.All(refused, answer => Assert.NotNull(answer.Headers.RetryAfter));
        await Answered.RefusedAsync(refused[0], 429);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_503_and_gives_up_its_place()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { Timeout = TimeSpan.FromSeconds(0.3), Engine = new() { MaxBatch = 1, Queue = 1000, Burst = Always } },
            path => SmallBundles.Write(Path.Combine(path, "plgf", "1"), settings: [("base_channels", 64), ("height", 32), ("width", 32)]));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.PostAsync(Infer, TestServer.Question(side: 32))));
        var late = answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(late);
        foreach (var answer in late)
        {
            await Answered.RefusedAsync(answer, 503);
        }

        var again = await server.PostAsync(Infer, TestServer.Question(side: 32));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static async Task AskAsync(TestServer server, ConcurrentDictionary<string, int> versions, CancellationToken stop)
    {
        for (var seed = 0; !stop.IsCancellationRequested; seed++)
        {
            var answer = await Answered.JsonAsync(await server.PostAsync(Infer, TestServer.Question(seed)));
            Assert.Equal(SmallBundles.Coarse(seed: seed).Values.Sum(), Answered.Fine(answer).Sum(), 0.1f);
            versions.AddOrUpdate(answer["version"]!.GetValue<string>(), 1, (_, count) => count + 1);
        }
    }
}
