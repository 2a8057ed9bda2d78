using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.Engine.Tests.Fixtures;
using Grpc.Core;

namespace FineFlow.AspNetCore.Tests.Grpc;

/// <summary>What holds for calls while many ask, when they take too long, and when their clients leave.</summary>
public sealed class GrpcLoadTests
{
    private static readonly TimeSpan Always = TimeSpan.FromHours(1);

    [Fact]
    public async Task Calls_and_rest_at_once_are_all_answered_each_with_its_own()
    {
        const int Requests = 200;
        await using var server = await TestServer.StartAsync(
            options => options with { MaxBatch = 4, Queue = 2 * Requests, Burst = Always, Rate = 1_000_000 });

        var rest = Enumerable.Range(0, Requests)
            .Select(async seed => await Answered.FineAsync(await server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody(seed))));
        var grpc = Enumerable.Range(0, Requests).Select(async seed => GrpcRequests.Fine(
            await server.Grpc.ModelInferAsync(seed % 2 == 0 ? GrpcRequests.Raw(seed: seed) : GrpcRequests.Typed(seed: seed))));
        var answers = await Task.WhenAll([.. rest, .. grpc]);

        for (var seed = 0; seed < Requests; seed++)
        {
            // A batch of another size may differ in the last bits.
            Assert.All(answers[seed].Zip(answers[Requests + seed]), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
            Assert.Equal(SmallBundles.Coarse(seed: seed).Values.Sum(), answers[Requests + seed].Sum(), 0.1f);
        }
    }

    [Fact]
    public async Task Too_many_are_unavailable_with_a_time_to_return_and_the_rest_are_answered()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { MaxBatch = 1, Queue = 2, Burst = Always, Rate = 1_000_000 });
        using var held = new HeldEngine();
        await server.Grpc.ModelInferAsync(GrpcRequests.Raw());

        var asked = Enumerable.Range(0, 60).Select(_ => server.Grpc.ModelInferAsync(GrpcRequests.Raw()).ResponseAsync).ToList();
        for (var refused = 0; refused < 58; refused++)
        {
            var first = await Task.WhenAny(asked);
            asked.Remove(first);
            var refusal = await Assert.ThrowsAsync<RpcException>(() => first);
            Assert.Equal(
                (StatusCode.Unavailable, "1000"), (refusal.StatusCode, refusal.Trailers.GetValue("grpc-retry-pushback-ms")));
        }

        held.LetGo();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("plgf", answer.ModelName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_takes_too_long_exceeds_its_deadline_and_gives_up_its_place(bool isServersLimit)
    {
        await using var server = await TestServer.StartAsync(
            options => options with { TimeoutSeconds = isServersLimit ? 1 : 30, MaxBatch = 1, Queue = 10, Burst = Always });
        using var held = new HeldEngine();
        await server.Grpc.ModelInferAsync(GrpcRequests.Raw());

        var late = GrpcRequests.RefusedAsync(
            server.Grpc.ModelInferAsync(GrpcRequests.Raw(), deadline: isServersLimit ? null : DateTime.UtcNow.AddSeconds(1)),
            StatusCode.DeadlineExceeded,
            isServersLimit ? "was not done within 1 s" : "");
        await held.UntilWaitingAsync(1);
        await late;

        await held.UntilWaitingAsync(0);
        held.LetGo();
        await server.Grpc.ModelInferAsync(GrpcRequests.Raw());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_leaves_gives_up_its_place(bool isStream)
    {
        var log = new TestLog();
        await using (
            var server = await TestServer.StartAsync(options => options with { MaxBatch = 1, Queue = 10, Burst = Always }, log: log))
        {
            using var held = new HeldEngine();
            await server.Grpc.ModelInferAsync(GrpcRequests.Raw());
            using var leave = new CancellationTokenSource();
            var waiting = isStream ? StreamAsync(server, leave.Token) : AskAsync(server, leave.Token);
            await held.UntilWaitingAsync(3);

            await leave.CancelAsync();

            await held.UntilWaitingAsync(0);
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => waiting)).StatusCode);
            held.LetGo();
            await server.Grpc.ModelInferAsync(GrpcRequests.Raw());
        }

        Assert.True(log.Lines.Count == 0, string.Join('\n', log.Lines));
    }

    [Fact]
    public async Task A_stream_is_answered_in_order_and_goes_on_behind_a_bad_request()
    {
        const int Requests = 40;
        await using var server = await TestServer.StartAsync(options => options with { MaxBatch = 4, Queue = 4, TimeoutSeconds = 0.5 });
        using var call = server.Grpc.ModelStreamInfer();
        var sending = SendAsync();
        for (var seed = 0; seed < Requests; seed++)
        {
            Assert.True(await call.ResponseStream.MoveNext(default));
            var answer = call.ResponseStream.Current;
            Assert.Equal($"{seed}", answer.InferResponse.Id);
            if (seed % 10 == 7)
            {
                Assert.Contains("there is no model 'nobody'", answer.ErrorMessage, StringComparison.OrdinalIgnoreCase);
                continue;
            }

            Assert.Equal("", answer.ErrorMessage);
            Assert.Equal(SmallBundles.Coarse(seed: seed).Values.Sum(), GrpcRequests.Fine(answer.InferResponse).Sum(), 0.1f);
        }

        Assert.False(await call.ResponseStream.MoveNext(default));
        await sending;

        async Task SendAsync()
        {
            for (var seed = 0; seed < Requests; seed++)
            {
                var request = GrpcRequests.Raw(seed: seed);
                (request.Id, request.ModelName) = ($"{seed}", seed % 10 == 7 ? "nobody" : "plgf");
                await call.RequestStream.WriteAsync(request);
                await Task.Delay(seed == 20 ? 700 : 0); // streams are exempt from the time limit
            }

            await call.RequestStream.CompleteAsync();
        }
    }

    private static Task<ModelInferResponse[]> AskAsync(TestServer server, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, 3).Select(
            _ => server.Grpc.ModelInferAsync(GrpcRequests.Raw(), cancellationToken: cancellationToken).ResponseAsync));

    private static async Task StreamAsync(TestServer server, CancellationToken cancellationToken)
    {
        using var call = server.Grpc.ModelStreamInfer(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(GrpcRequests.Raw(samples: 3), cancellationToken);
        await call.ResponseStream.MoveNext(cancellationToken);
    }
}
