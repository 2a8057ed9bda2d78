using System.Net.ServerSentEvents;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace FineFlow.AspNetCore.Tests.Live;

/// <summary>Counts of single sensors, by HTTP and by MQTT, and the frames that follow from them.</summary>
public sealed class LiveCountTests
{
    private const string Counts = "/v1/live/kha/counts";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_by_HTTP_are_inferred_counted_once_and_the_frame_follows_them()
    {
        await using var server = await StartAsync();
        await using var frames = Frames(server).GetAsyncEnumerator(Token);

        var first = Body(Message("a", "08:00", 0, 1, 7), Message("b", "08:00", 0, 1, 5), Message("a", "08:00", 0, 1, 7));
        var counted = await Answered.JsonAsync(await server.PostAsync(Counts, first));
        Assert.Equal("""{"counted":2,"repeated":1,"late":0}""", counted.ToJsonString());
        var one = await NextAsync(frames);
        await server.PostAsync(Counts, Body(Message("c", "08:00", row: 3, column: 3, 40), Message("a", "08:00", 0, 1, 7)));
        var two = await NextAsync(frames);

        // No later frame of the slot has fewer counts, however they were gathered.
        Assert.Equal(("2026-03-02T08:00:00", 1, true), (Text(one, "time"), Int(one, "observed"), one["is_counted"]!.GetValue<bool>()));
        Assert.Equal((Int(one, "id"), 2), (Int(two, "replaces"), Int(two, "observed")));
        var coarse = await FloatsAsync(server, $"/v1/live/frames/{two["id"]}/coarse");
        Assert.Equal((12f, 40f, 14), (coarse[1], coarse[15], coarse.Count(float.IsNaN)));
        var fine = await FloatsAsync(server, $"/v1/live/frames/{two["id"]}/fine");
        Assert.All(fine, count => Assert.True(float.IsFinite(count)));
        Assert.Equal(12, fine[2] + fine[3] + fine[10] + fine[11], 1e-3);
        Assert.True(fine.Sum() > 60);
        Assert.NotEmpty(await FloatsAsync(server, $"/v1/live/frames/{one["id"]}/fine"));
        var kept = (await Answered.JsonAsync(await server.Client.GetAsync(new Uri("/v1/live/frames", UriKind.Relative), Token)))["frames"]!;
        Assert.Equal([Int(two, "id")], kept.AsArray().Select(frame => Int(frame!, "id")));
    }

    [Fact]
    public async Task Messages_that_cannot_be_are_refused_by_their_field_and_none_of_the_others_is_counted()
    {
        await using var server = await StartAsync();
        (string Message, string Field, int Status)[] bad =
        [
            (Message("", "08:00", 0, 0, 1), "counts[1].id", 422),
            (Message(new string('x', 201), "08:00", 0, 0, 1), "counts[1].id", 422),
            (Message("b", "08:00", 4, 0, 1), "counts[1].row", 422),
            (Message("b", "08:00", 0, -1, 1), "counts[1].column", 422),
            (Message("b", "08:00", 0, 0, -1), "counts[1].value", 422),
            (Message("b", "08:00", 0, 0, 2e9), "counts[1].value", 422),
            (Message("b", "08:00", 0, 0, 1).Replace("+01:00", "", StringComparison.Ordinal), "counts[1].slot", 422),
            (Message("b", "08:00", 0, 0, 1).Replace("2026-", "2126-", StringComparison.Ordinal), "slot", 422),
            (Message("b", "08:00", 0, 0, 1).Replace("}", ",\"coarse\":[[1]]}", StringComparison.Ordinal), "counts[1].value", 422),
            ("""{"id":"b","slot":"2026-03-02T08:00:00+01:00","coarse":[[1,2]]}""", "counts[1].coarse", 422),
            ("""{"id":"b","slot":"2026-03-02T08:00:00+01:00","count":1}""", "counts[1].count", 400),
            ("null", "counts", 422),
        ];
        foreach (var (message, field, status) in bad.Where(one => one.Field != "slot"))
        {
            var response = await server.PostAsync(Counts, Body(Message("a", "08:00", 0, 0, 1), message));
            Assert.Equal(field, await Answered.RefusedAsync(response, status));
        }

        Assert.Equal("slot", await Answered.RefusedAsync(await server.PostAsync(Counts, Body(bad[7].Message)), 422));
        Assert.Equal("model", await Answered.RefusedAsync(await server.PostAsync("/v1/live/plgf/counts", Body(bad[0].Message)), 422));
        Assert.Equal("model", await Answered.RefusedAsync(await server.PostAsync("/v1/live/none/counts", Body(bad[0].Message)), 404));
        var whole = """{"id":"a","slot":"2026-03-02T08:00Z","coarse":[[1,2,3,4],[1,2,3,4],[1,2,null,4],[1,2,3,4]]}""";
        Assert.Equal(1, Int(await Answered.JsonAsync(await server.PostAsync(Counts, Body(Message("a", "08:00", 0, 0, 1)))), "counted"));
        Assert.Equal(1, Int(await Answered.JsonAsync(await server.PostAsync(Counts, Body(whole))), "counted"));
    }

    /// <summary>A sender repeats, a message is none, and a broker keeps what comes while the server is away.</summary>
    [Fact]
    public async Task Counts_by_MQTT_are_counted_once_and_those_of_a_time_without_the_server_come_later()
    {
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(FreePort()).WithPersistentSessions().Build();
        using var broker = new MqttServerFactory().CreateMqttServer(options);
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        broker.ClientSubscribedTopicAsync += _ =>
        {
            subscribed.TrySetResult();
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        var address = $"kha=mqtt://127.0.0.1:{options.DefaultEndpointOptions.Port}/city/+/counts";
        await using (var server = await StartAsync(address))
        {
            await using var frames = Frames(server).GetAsyncEnumerator(Token);
            await subscribed.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
            var (one, other) = (Message("a", "08:00", 0, 1, 7), Message("b", "08:00", 0, 1, 5));
            foreach (var text in new[] { one, "none", one, other })
            {
                await PublishAsync(broker, text);
            }

            // What is gathered at once is up to chance; the last frame has all.
            var frame = await NextAsync(frames);
            for (; await CountAsync(server, frame) < 12; frame = await NextAsync(frames))
            {
            }

            Assert.Equal(12, await CountAsync(server, frame));
            await PublishAsync(broker, Message("a", "08:00", 0, 1, 7));
            await PublishAsync(broker, Message("c", "09:00", 0, 1, 3));
            Assert.Equal("2026-03-02T09:00:00", Text(await NextAsync(frames), "time"));
        }

        await PublishAsync(broker, Message("d", "10:00", 0, 1, 9));
        await using var again = await StartAsync(address);
        await using var later = Frames(again).GetAsyncEnumerator(Token);
        var kept = await NextAsync(later);
        Assert.Equal(("2026-03-02T10:00:00", 9f), (Text(kept, "time"), await CountAsync(again, kept)));
    }

    private static Task<TestServer> StartAsync(params string[] mqtt) => TestServer.StartAsync(
        options => options with { Mqtt = mqtt },
        path =>
        {
            SmallBundles.Write(Path.Combine(path, "kha", "1"), "kha");
            SmallBundles.Write(Path.Combine(path, "plgf", "1"));
        });

    private static string Message(string id, string clock, int row, int column, double value) => FormattableString.Invariant(
        $$"""{"id":"{{id}}","slot":"2026-03-02T{{clock}}:00+01:00","row":{{row}},"column":{{column}},"value":{{value}}}""");

    private static string Body(params string[] messages) => $$"""{"counts":[{{string.Join(',', messages)}}]}""";

    /// <summary>The frames that are told, after those that were kept.</summary>
    private static async IAsyncEnumerable<JsonNode> Frames(TestServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/live/events");
        request.Headers.Add("Last-Event-ID", "0");
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token);
        await foreach (var told in events)
        {
            if (told.EventType == "frame")
            {
                yield return JsonNode.Parse(told.Data)!;
            }
        }
    }

    private static async Task<JsonNode> NextAsync(IAsyncEnumerator<JsonNode> frames)
    {
        Assert.True(await frames.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token));
        return frames.Current;
    }

    private static async Task<float> CountAsync(TestServer server, JsonNode frame) =>
        (await FloatsAsync(server, $"/v1/live/frames/{frame["id"]}/coarse"))[1];

    private static async Task<float[]> FloatsAsync(TestServer server, string path) =>
        MemoryMarshal.Cast<byte, float>(await server.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), Token)).ToArray();

    private static Task PublishAsync(MqttServer broker, string text)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic("city/north/counts").WithPayload(text)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        return broker.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = "sensors" }, Token);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static int Int(JsonNode node, string name) => node[name]!.GetValue<int>();
}
