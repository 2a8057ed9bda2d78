using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>
/// What goes well, what callers do wrong and callers who leave are no errors of the server: nothing at warning or above is logged.
/// </summary>
public sealed class QuietLogTests : IAsyncLifetime
{
    private const string Infer = "/v1/models/plgf/infer", Stream = Infer + "/stream";
    private const string Json = "application/json", Lines = "application/x-ndjson";

    private readonly TestLog _log = new();
    private TestServer _server = null!;

    public static TheoryData<string, bool> Bodies => new(
        from path in new[] { Infer, Infer + "/batch", Stream, "/v1/live/plgf/frames", "/v2/models/plgf/infer" }
        from byReset in new[] { false, true }
        select (path, byReset));

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(withCity: true, log: _log);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Assert.True(_log.Lines.Count == 0, string.Join('\n', _log.Lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\n")]
    [InlineData("{}\n[]")]
    public async Task A_stream_is_quiet_however_it_ends(string end)
    {
        for (var count = 0; count < 4; count++)
        {
            var body = string.Join('\n', Enumerable.Range(0, count).Select(seed => TestServer.RequestBody(seed))) + end;
            Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync(Stream, body, Lines)).StatusCode);
        }
    }

    [Fact]
    public async Task A_stream_whose_lines_come_in_pieces_is_quiet_and_its_connection_is_used_again()
    {
        using var socket = await ConnectAsync();
        var stream = socket.GetStream();
        for (var turn = 0; turn < 3; turn++)
        {
            await SendAsync(stream, $"POST {Stream} HTTP/1.1\r\nHost: x\r\nContent-Type: {Lines}\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var piece in (TestServer.RequestBody() + "\n" + TestServer.RequestBody()).Chunk(50))
            {
                await SendAsync(stream, $"{piece.Length:x}\r\n{new string(piece)}\r\n");
                await Task.Delay(1);
            }

            await SendAsync(stream, "0\r\n\r\n");
            var answer = await ReadUntilAsync(stream, "\r\n0\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.Equal(2, answer.Split("max_conservation_error").Length - 1);
        }
    }

    [Fact]
    public async Task Every_sound_request_is_quiet()
    {
        var raw = MemoryMarshal.AsBytes(SmallBundles.Coarse().Values.AsSpan()).ToArray();
        await SoundAsync(_server.PostAsync(Infer, TestServer.RequestBody()));
        await SoundAsync(_server.PostAsync(Infer + "?format=png&external=20,5,0,0,1,8,1", raw, "application/octet-stream"));
        await SoundAsync(_server.PostAsync(Infer + "/batch", $"{{\"samples\":[{TestServer.RequestBody()},{TestServer.RequestBody(2)}]}}"));
        await SoundAsync(_server.PostAsync("/v1/live/plgf/frames", TestServer.RequestBody()));
        await SoundAsync(_server.PostAsync("/v2/models/plgf/infer", Tensors()));
        foreach (var path in new[]
        {
            "/", "/v1/models", "/v1/models/plgf", "/v1/datasets", "/v1/datasets/town", "/v1/datasets/town/frames/0/coarse",
            "/v1/datasets/town/inferred/0?model=plgf",
            "/v1/datasets/town/inferred/cells/0/0?model=plgf&count=9", "/v1/live/frames", "/v1/settings", "/v2",
            "/v2/health/ready", "/v2/models/plgf", "/openapi/v1.json",
        })
        {
            await SoundAsync(_server.Client.GetAsync(new Uri(path, UriKind.Relative)));
        }

        foreach (var path in new[] { "/admin/models", "/metrics", "/health/live" })
        {
            await SoundAsync(_server.Admin.GetAsync(new Uri(path, UriKind.Relative)));
        }

        Assert.Equal(200, (await _server.AdministerAsync("/admin/models/plgf/load", new { })).Status);
    }

    [Fact]
    public async Task What_callers_do_wrong_is_quiet()
    {
        foreach (
            var path in new[]
            {
                Infer,
                Infer + "/batch",
                Stream,
                "/v1/live/plgf/frames",
                "/v2/models/plgf/infer",
                "/v1/models/nobody/infer",
                "/nowhere",
            })
        {
            await _server.PostAsync(path, "{", Json);
            await _server.PostAsync(path, "{}", Lines);
            await _server.PostAsync(path, [], "application/x-npy");
        }

        Assert.Equal(422, (await _server.AdministerAsync("/admin/models/plgf/rollback", new { })).Status);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Callers_who_leave_in_the_middle_of_a_body_are_no_error(string path, bool byReset)
    {
        for (var turn = 0; turn < 20; turn++)
        {
            using var socket = await ConnectAsync();
            var type = path == Stream ? Lines : Json;
            await SendAsync(
                socket.GetStream(),
                $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: 9000\r\n\r\n{TestServer.RequestBody()}\n{{");
            await Task.Delay(turn);
            Leave(socket, byReset);
        }

        await StillServesAsync();
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Callers_who_leave_while_they_are_answered_are_no_error(string path, bool byReset)
    {
        var body = path switch
        {
            Stream => string.Join('\n', Enumerable.Repeat(TestServer.RequestBody(), 100)),
            Infer + "/batch" => $"{{\"samples\":[{string.Join(',', Enumerable.Repeat(TestServer.RequestBody(), 50))}]}}",
            "/v2/models/plgf/infer" => Tensors(),
            _ => TestServer.RequestBody(),
        };
        using (var held = new HeldEngine())
        {
            var first = _server.PostAsync(Infer, TestServer.RequestBody());
            for (var turn = 0; turn < 20; turn++)
            {
                using var socket = await ConnectAsync();
                var type = path == Stream ? Lines : Json;
                await SendAsync(
                    socket.GetStream(),
                    $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
                await Task.Delay(turn);
                Leave(socket, byReset);
            }

            await Task.Delay(50);
            held.LetGo();
            await SoundAsync(first);
        }

        await StillServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listeners_who_leave_are_no_error(bool byReset)
    {
        using (var socket = await ConnectAsync())
        {
            await SendAsync(socket.GetStream(), "GET /v1/live/events HTTP/1.1\r\nHost: x\r\n\r\n");
            await ReadUntilAsync(socket.GetStream(), "event: ping");
            await SoundAsync(_server.PostAsync("/v1/live/plgf/frames", TestServer.RequestBody()));
            Leave(socket, byReset);
        }

        await SoundAsync(_server.PostAsync("/v1/live/plgf/frames", TestServer.RequestBody()));
        await StillServesAsync();
    }

    private static string Tensors() => new JsonObject
    {
        ["inputs"] = new JsonArray(
            new JsonObject
            {
                ["name"] = "coarse",
                ["shape"] = new JsonArray(1, 1, 4, 4),
                ["datatype"] = "FP32",
                ["data"] = new JsonArray([.. SmallBundles.Coarse().Values.Select(value => JsonValue.Create(value))]),
            },
            new JsonObject
            {
                ["name"] = "external",
                ["shape"] = new JsonArray(1, 7),
                ["datatype"] = "FP32",
                ["data"] = new JsonArray([.. SmallBundles.Morning.Select(value => JsonValue.Create(value))]),
            }),
    }.ToJsonString();

    private static async Task SoundAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri}: {answer.StatusCode}");
    }

    /// <summary>Asks until the server has seen to those who left.</summary>
    private async Task StillServesAsync()
    {
        await Task.Delay(200);
        await SoundAsync(_server.PostAsync(Infer, TestServer.RequestBody()));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _server.Server.Callers.Http.Url.Port);
        return socket;
    }

    private static void Leave(TcpClient socket, bool byReset)
    {
        socket.LingerState = new LingerOption(byReset, 0);
        socket.Close();
    }

    private static ValueTask SendAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            Assert.True(read > 0, $"the server hung up after: {text}");
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
