using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FineFlow.AspNetCore.Tests.Hosting;

public sealed class SlowClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Bodies_that_trickle_are_cut_off_and_hold_no_place_meanwhile()
    {
        await using var server = await TestServer.StartAsync(
            options =>
                options with { MaxBatch = 1, Queue = 1, Burst = TimeSpan.Zero, TimeoutSeconds = 2 });
        var slow = Enumerable.Range(0, 20).Select(_ => TrickleAsync(server)).ToList();
        await Task.Delay(200);

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v1/models/plgf/infer", TestServer.RequestBody())).StatusCode);

        Assert.All(
            await Task.WhenAll(slow).WaitAsync(Patience),
            answer =>
                Assert.True(
                    answer.Length == 0
                        || answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal)
                        || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal),
                    answer));
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_hung_up_on()
    {
        await using var server = await TestServer.StartAsync(options => options with { Connections = 3 });
        var sockets = new List<TcpClient>();
        for (var i = 0; i < 6; i++)
        {
            var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, server.Server.Callers.Http.Url.Port);
            sockets.Add(socket);
        }

        var closed = await Task.WhenAll(sockets.Select(IsClosedAsync));
        sockets.ForEach(socket => socket.Dispose());
        Assert.Equal(3, closed.Count(isClosed => isClosed));
    }

    private static async Task<string> TrickleAsync(TestServer server)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Server.Callers.Http.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /v1/models/plgf/infer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"));
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<bool> IsClosedAsync(TcpClient socket)
    {
        try
        {
            return await socket.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(3)) == 0;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
