using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Api;

public sealed class StreamTests : IAsyncLifetime
{
    private const string Stream = "/v1/models/plgf/infer/stream", Lines = "application/x-ndjson";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAsync(
            options => options with { MaxBodyBytes = 4096, MaxBatch = 4, Queue = 4, Burst = TimeSpan.Zero });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Answers_come_in_order_however_many_there_are_and_however_little_may_wait()
    {
        var requests = Enumerable.Range(0, 100).Select(seed => TestServer.RequestBody(seed)).ToList();
        var answers = await AskAsync(string.Join('\n', requests));
        Assert.Equal(requests.Count, answers.Count);
        for (var seed = 0; seed < requests.Count; seed++)
        {
            Assert.Equal(SmallBundles.Coarse(seed: seed).Values.Sum(), Answered.Fine(answers[seed]).Sum(), 0.1f);
        }
    }

    [Fact]
    public async Task A_bad_line_is_answered_in_its_place_and_the_stream_goes_on()
    {
        var answers = await AskAsync($"{TestServer.RequestBody(1)}\r\n\n{{\"coarse\":[[-1]]}}\nnonsense\n{TestServer.RequestBody(2)}\n");
        Assert.Equal(4, answers.Count);
        Assert.NotNull(answers[0]["fine"]);
        Assert.Equal((422, "coarse"), (answers[1]["error"]!["status"]!.GetValue<int>(), answers[1]["error"]!["field"]!.GetValue<string>()));
        Assert.Equal(400, answers[2]["error"]!["status"]!.GetValue<int>());
        Assert.NotNull(answers[3]["fine"]);
    }

    [Fact]
    public async Task A_line_without_an_end_does_not_fill_the_memory() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(TestServer.RequestBody() + "\n" + new string(' ', 1 << 20)));

    [Fact]
    public async Task A_client_that_leaves_takes_his_questions_with_him()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Stream)
        {
            Content = new StringContent(string.Join('\n', Enumerable.Repeat(TestServer.RequestBody(), 3000))),
        };
        request.Content.Headers.ContentType = new(Lines);
        using var response = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Dispose();

        var answer = await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody());
        for (var turn = 0; !answer.IsSuccessStatusCode && turn < 100; turn++)
        {
            await Task.Delay(20);
            answer = await _server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody());
        }

        Assert.True(answer.IsSuccessStatusCode);
    }

    private async Task<List<JsonNode>> AskAsync(string body)
    {
        var response = await _server.PostAsync(Stream, body, Lines);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
    }
}
