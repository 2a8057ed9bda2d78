using System.Net;
using System.Net.Http.Headers;
using FineFlow.AspNetCore.Admission;
using FineFlow.Core;
using FineFlow.Host;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineFlow.AspNetCore.Tests.Hosting;

public sealed class ListenerTests : IDisposable
{
    private const string Key = "a-key-that-nobody-guesses";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://192.0.2.7:8080")]
    public void A_public_address_needs_a_key_or_tls(string url)
    {
        var options = new ServeOptions { Models = "" };
        var refusal = Assert.Throws<BadInputException>(() => Listener.Of(nameof(ServeOptions.Url), url, options));
        Assert.StartsWith($"setting 'url': {url} is open to others", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(nameof(ServeOptions.ApiKeyFile), refusal.Setting);
        Assert.False(Listener.Of(nameof(ServeOptions.Url), url, options with { ApiKeyFile = "keys" }).IsLoopback);
        var secure = url.Replace("http:", "https:", StringComparison.Ordinal);
        Assert.NotNull(Listener.Of(nameof(ServeOptions.Url), secure, options with { TlsCertificate = Certificate() }).Certificate);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    public void Loopback_needs_nothing(string url) =>
        Assert.True(Listener.Of(nameof(ServeOptions.Url), url, new ServeOptions { Models = "" }).IsLoopback);

    [Theory]
    [InlineData("8080")]
    [InlineData("ftp://127.0.0.1:21")]
    [InlineData("http://example.org:80")]
    [InlineData("http://*:80")]
    [InlineData("http://127.0.0.1:80/base")]
    [InlineData("http://127.0.0.1:123456")]
    public void Anything_else_is_no_address(string url) =>
        Assert.Throws<BadInputException>(
            () => Listener.Of(nameof(ServeOptions.Url), url, new ServeOptions { Models = "", ApiKeyFile = "keys" }));

    [Fact]
    public void Https_needs_a_certificate_that_is_one()
    {
        var options = new ServeOptions { Models = "" };
        Assert.Throws<BadInputException>(() => Listener.Of(nameof(ServeOptions.Url), "https://127.0.0.1:0", options));
        Assert.Throws<BadInputException>(
            () => Listener.Of(nameof(ServeOptions.Url), "https://127.0.0.1:0", options with { TlsCertificate = _folder.File("none") }));
        File.WriteAllText(_folder.File("text"), "no certificate");
        Assert.Throws<BadInputException>(
            () => Listener.Of(nameof(ServeOptions.Url), "https://127.0.0.1:0", options with { TlsCertificate = _folder.File("text") }));
    }

    [Fact]
    public async Task Https_is_served()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { Url = "https://127.0.0.1:0", TlsCertificate = Certificate() });
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=fineflow",
        };
        using var client = new HttpClient(handler);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(server.Server.Callers.Http.Url, "/v1/models"))).StatusCode);
    }

    [Fact]
    public async Task With_keys_only_those_who_have_one_are_served()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { ApiKeyFile = Keys($"# the keys\n{Key}\nanother-key-of-good-length rate=900\n") });
        foreach (var path in new[] { "/v1/models", "/v1/settings", "/v2/models/plgf", "/openapi/v1.json" })
        {
            Assert.Equal(401, await StatusAsync(server.Client, path, null));
            Assert.Equal(401, await StatusAsync(server.Client, path, "Bearer " + Key[..^1]));
            Assert.Equal(401, await StatusAsync(server.Client, path, "Bearer # the keys"));
            Assert.Equal(401, await StatusAsync(server.Client, path, "Basic " + Key));
            Assert.Equal(200, await StatusAsync(server.Client, path, "Bearer " + Key));
        }

        Assert.Equal(401, await StatusAsync(server.Admin, "/admin/models", null));
        Assert.Equal(401, await StatusAsync(server.Admin, "/metrics", null));
        Assert.Equal(200, await StatusAsync(server.Admin, "/admin/models", "Bearer another-key-of-good-length"));
        Assert.Equal(200, await StatusAsync(server.Admin, "/health/ready", null));
        Assert.Equal(200, await StatusAsync(server.Client, "/v2/health/ready", null));
        await Answered.RefusedAsync(await server.Client.GetAsync(new Uri("/V1/models", UriKind.Relative)), 401);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("short")]
    [InlineData("a-key-of-good-length rat=5")]
    [InlineData("a-key-of-good-length rate=0")]
    [InlineData("a-key-of-good-length rate=5 rate=6")]
    [InlineData("a-key-of-good-length rate=99999999999")]
    [InlineData("a key of good length")]
    public void A_file_without_good_keys_is_refused(string text) =>
        Assert.Throws<BadInputException>(() => ApiKeys.Follow(Keys(text), NullLogger.Instance));

    [Fact]
    public async Task A_key_has_quotas_of_its_own_and_says_when_it_may_ask_again()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { ApiKeyFile = Keys($"{Key} daily=3\nanother-key-of-good-length rate=1\n") });
        Assert.Equal("200, 200, 200, 429, 429", await AskAsync(server, Key, 5));
        Assert.Contains("429", await AskAsync(server, "another-key-of-good-length", 3), StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Authorization = new("Bearer", Key) } };
        using var refused = await server.Client.SendAsync(request);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.Contains("3 requests in 24 hours", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_follow_their_file_and_those_that_stay_keep_count()
    {
        var (file, log) = (Keys($"{Key} daily=2\nanother-key-of-good-length\n"), new TestLog(LogLevel.Information));
        await using var server = await TestServer.StartAsync(options => options with { ApiKeyFile = file }, log: log);
        Assert.Equal("200", await AskAsync(server, Key, 1));

        // One that is not sound changes nothing.
        await RewriteAsync(file, "short", log, "stay as they are");
        Assert.Equal("200", await AskAsync(server, "another-key-of-good-length", 1));

        await RewriteAsync(file, $"{Key} daily=2\na-third-key-of-good-length\n", log, "written anew");
        Assert.Equal("200, 429", await AskAsync(server, Key, 2));
        Assert.Equal("401", await AskAsync(server, "another-key-of-good-length", 1));
        Assert.Equal("200", await AskAsync(server, "a-third-key-of-good-length", 1));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Key, StringComparison.Ordinal));
    }

    private static async Task RewriteAsync(string file, string text, TestLog log, string said)
    {
        var before = log.Lines.Count;
        await File.WriteAllTextAsync(file, text);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!log.Lines.Skip(before).Any(line => line.Contains(said, StringComparison.Ordinal)))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<string> AskAsync(TestServer server, string key, int times)
    {
        var answers = new int[times];
        for (var i = 0; i < times; i++)
        {
            answers[i] = await StatusAsync(server.Client, "/v1/models", "Bearer " + key);
        }

        return string.Join(", ", answers);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_in_one_line_and_nothing_is_logged()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (port, setting, configure) in new (int, string, Func<string, ServeOptions, ServeOptions>)[]
        {
            (server.Server.Callers.Http.Url.Port, "url", (url, options) => options with { Url = url }),
            (server.Server.Operators.Http.Url.Port, "admin_url", (url, options) => options with { AdminUrl = url }),
        })
        {
            var (url, log) = ($"http://127.0.0.1:{port}", new TestLog());
            var refusal = await Assert.ThrowsAsync<BadInputException>(
                () => TestServer.StartAsync(options => configure(url, options), log: log));
            Assert.Equal(
                $"setting '{setting}': {url} cannot be listened on: another program has it; another address is expected",
                refusal.Message);
            Assert.Empty(log.Lines);
        }
    }

    [Fact]
    public async Task The_operators_address_follows_the_callers()
    {
        var port = FreePorts();
        await using (
            var server = await TestServer.StartAsync(options => options with { Url = $"http://127.0.0.1:{port}", AdminUrl = null }))
        {
            Assert.Equal((port, port + 1), (server.Server.Callers.Http.Url.Port, server.Server.Operators.Http.Url.Port));
            await using var second = await TestServer.StartAsync(
                options => options with { Url = $"http://127.0.0.1:{port + 2}", AdminUrl = null });
            Assert.Equal(port + 3, second.Server.Operators.Http.Url.Port);
        }

        // Both are free again.
        await using var again = await TestServer.StartAsync(options => options with { Url = $"http://127.0.0.1:{port}", AdminUrl = null });
    }

    [Fact]
    public async Task Any_port_goes_with_any_and_the_last_with_the_one_before()
    {
        await using var server = await TestServer.StartAsync(options => options with { AdminUrl = null });
        Assert.NotEqual(server.Server.Callers.Http.Url.Port, server.Server.Operators.Http.Url.Port);
        Assert.Equal(65_534, Listeners.Of(new ServeOptions { Models = "", Url = "http://127.0.0.1:65535" }).Operators.Http.Endpoint.Port);
    }

    [Fact]
    public void One_address_cannot_serve_both() => Assert.Equal(
        "setting 'admin_url': is http://127.0.0.1:9000, as setting 'url'; an address of its own is expected",
        Assert.Throws<BadInputException>(
            () =>
                Listeners.Of(new ServeOptions { Models = "", Url = "http://localhost:9000", AdminUrl = "http://127.0.0.1:9000" })).Message);

    /// <summary>The first of four ports in a row that nobody has.</summary>
    private static int FreePorts()
    {
        for (var port = 20_000 + Environment.ProcessId % 20_000; port < 60_000; port += 4)
        {
            try
            {
                for (var one = port; one < port + 4; one++)
                {
                    using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, one);
                    socket.Start();
                }

                return port;
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The next four.
            }
        }

        throw new InvalidOperationException("no port is free");
    }

    private static async Task<int> StatusAsync(HttpClient client, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        return (int)(await client.SendAsync(request)).StatusCode;
    }

    private string Keys(string text)
    {
        File.WriteAllText(_folder.File("keys"), text);
        return _folder.File("keys");
    }

    private string Certificate() => SelfSigned.Write(_folder.File("tls.pem"));
}
