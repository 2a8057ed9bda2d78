using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FineFlow.Ingest.Tests.Downloads;

/// <summary>A web server on this machine that says exactly what a test wants, right or wrong.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Reply, Task> _answer;
    private readonly Task _serving;

    /// <param name="answer">Answers one request; the connection closes after it.</param>
    public LoopbackServer(Func<Request, Reply, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>A server that answers each request with the next of some answers, and the last one ever after.</summary>
    public LoopbackServer(params Func<Request, Reply, Task>[] answers)
        : this((request, reply) => answers[Math.Min(request.Number, answers.Length - 1)](request, reply))
    {
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/P1.zip";

    /// <summary>All requests so far.</summary>
    public List<Request> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = connection.GetStream();
                var request = await ReadHead(stream, Requests.Count);
                Requests.Add(request);
                await _answer(request, new(stream, _stop.Token));
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<Request> ReadHead(NetworkStream stream, int number)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return new(number, lines);
    }

    public sealed record Request(int Number, IReadOnlyList<string> Head)
    {
        /// <summary>First byte that is asked for; null where the whole is.</summary>
        public int? From => Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : null;

        public string? Header(string name) =>
            Head.FirstOrDefault(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];
    }

    public sealed class Reply(Stream stream, CancellationToken stop)
    {
        public Task Head(string status, params string[] headers) =>
            Text($"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}Connection: close\r\n\r\n");

        public Task Text(string text) => Bytes(Encoding.ASCII.GetBytes(text));

        public async Task Bytes(ReadOnlyMemory<byte> bytes)
        {
            await stream.WriteAsync(bytes, stop);
            await stream.FlushAsync(stop);
        }

        /// <summary>Says nothing more until the test is over, or the client goes away.</summary>
        public async Task Silence()
        {
            while (await stream.ReadAsync(new byte[1], stop) > 0)
            {
            }
        }
    }
}
