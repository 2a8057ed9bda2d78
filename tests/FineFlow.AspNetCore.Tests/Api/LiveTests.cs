using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Api;

public sealed class LiveTests : IAsyncLifetime
{
    private const string Frames = "/v1/live/plgf/frames";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Who_listens_hears_of_every_new_frame_and_can_fetch_it()
    {
        using var events = new StreamReader(await _server.Client.GetStreamAsync(new Uri("/v1/live/events", UriKind.Relative)));
        Assert.Equal("event: ping", await events.ReadLineAsync());
        var posted = await _server.PostAsync(
            Frames,
            TestServer.RequestBody().Replace("\"external\"", "\"time\":\"2026-03-02T08:00:00\",\"external\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);

        var frame = await NextFrameAsync(events);

        Assert.Equal(("plgf", "1", "2026-03-02T08:00:00"), (Text(frame, "model"), Text(frame, "version"), Text(frame, "time")));
        Assert.Equal(SmallBundles.Morning, frame["external"]!.AsArray().Select(value => value!.GetValue<float>()));
        var fine = await BytesAsync($"/v1/live/frames/{frame["id"]}/fine");
        Assert.Equal(fine, await BytesAsync(posted.Headers.Location!.ToString()));
        Assert.Equal(
            SmallBundles.Coarse().Values,
            MemoryMarshal.Cast<byte, float>(await BytesAsync($"/v1/live/frames/{frame["id"]}/coarse")).ToArray());
        Assert.Equal(SmallBundles.Coarse().Values.Sum(), MemoryMarshal.Cast<byte, float>(fine).ToArray().Sum(), 0.1f);
    }

    [Fact]
    public async Task Who_lost_the_line_hears_what_he_missed()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            await _server.PostAsync(Frames, TestServer.RequestBody(seed));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/live/events");
        request.Headers.Add("Last-Event-ID", "1");
        using var response = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(2, (await NextFrameAsync(events))["id"]!.GetValue<long>());
        Assert.Equal(3, (await NextFrameAsync(events))["id"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_last_frames_are_kept_and_no_more()
    {
        for (var seed = 0; seed < 98; seed++)
        {
            Assert.True((await _server.PostAsync(Frames, TestServer.RequestBody(seed))).IsSuccessStatusCode);
        }

        var kept = (
            await Answered.JsonAsync(await _server.Client.GetAsync(new Uri("/v1/live/frames", UriKind.Relative))))["frames"]!.AsArray();
        Assert.Equal(Enumerable.Range(3, 96), kept.Select(frame => frame!["id"]!.GetValue<int>()));
        Assert.Equal(
            "id", await Answered.RefusedAsync(await _server.Client.GetAsync(new Uri("/v1/live/frames/2/fine", UriKind.Relative)), 404));
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_events_at_once()
    {
        var server = await TestServer.StartAsync();
        using var events = new StreamReader(await server.Client.GetStreamAsync(new Uri("/v1/live/events", UriKind.Relative)));
        Assert.Equal("event: ping", await events.ReadLineAsync());
        var reading = events.ReadToEndAsync();

        await server.Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain("frame", await reading, StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    private static async Task<JsonNode> NextFrameAsync(StreamReader events)
    {
        while (await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            if (line == "event: frame")
            {
                return JsonNode.Parse((await events.ReadLineAsync())!["data: ".Length..])!;
            }
        }

        throw new InvalidOperationException("the events have ended");
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private Task<byte[]> BytesAsync(string path) => _server.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
}
