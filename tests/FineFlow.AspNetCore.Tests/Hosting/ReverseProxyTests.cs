using System.Net;
using FineFlow.Core;
using FineFlow.Host;

namespace FineFlow.AspNetCore.Tests.Hosting;

/// <summary>All requests here come from 127.0.0.1: as from a proxy that is named, or from anybody.</summary>
public sealed class ReverseProxyTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    [InlineData("192.0.2.0/24", "127.0.0.1/32", "::1")]
    public async Task Callers_behind_a_named_proxy_are_counted_one_by_one(params string[] proxies)
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 2, Proxies = proxies });
        await ExhaustAsync(server, "198.51.100.1");
        Assert.Equal(200, await StatusAsync(server, "198.51.100.2"));
        Assert.Equal(200, await StatusAsync(server, "2001:db8::7"));
        Assert.Equal(200, await StatusAsync(server, "[2001:db8::8]:4711"));
    }

    [Fact]
    public async Task Only_what_the_named_proxy_added_itself_is_believed()
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 2, Proxies = ["127.0.0.1"] });
        await ExhaustAsync(server, "198.51.100.1");

        // A caller who writes the header himself: the proxy puts his address behind it.
        Assert.Equal(429, await StatusAsync(server, "203.0.113.9, 198.51.100.1"));
        Assert.Equal(429, await StatusAsync(server, "127.0.0.1, 198.51.100.1"));
        Assert.Equal(200, await StatusAsync(server, "198.51.100.1, 203.0.113.9"));
    }

    [Fact]
    public async Task A_chain_of_named_proxies_is_followed()
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 2, Proxies = ["127.0.0.1", "10.0.0.0/8"] });
        await ExhaustAsync(server, "198.51.100.1, 10.1.2.3");
        Assert.Equal(429, await StatusAsync(server, "198.51.100.1, 10.9.9.9, 10.1.2.3"));
        Assert.Equal(200, await StatusAsync(server, "198.51.100.2, 10.1.2.3"));
    }

    [Theory]
    [InlineData]
    [InlineData("192.0.2.1")]
    [InlineData("10.0.0.0/8", "::1")]
    public async Task Of_anybody_else_the_headers_are_ignored(params string[] proxies)
    {
        await using var server = await TestServer.StartAsync(options => options with { Rate = 2, Proxies = proxies });
        await ExhaustAsync(server, "198.51.100.1");
        Assert.Equal(429, await StatusAsync(server, "198.51.100.2"));
        Assert.Equal(429, await StatusAsync(server, null));
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_at_the_start(string proxy)
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => TestServer.StartAsync(options => options with { Proxies = [proxy] }));
        Assert.StartsWith($"setting 'proxies': is [\"{proxy}\"]; it must name IP addresses", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(nameof(ServeOptions.Proxies), refusal.Setting);
    }

    /// <summary>Asks as one caller until he is refused.</summary>
    private static async Task ExhaustAsync(TestServer server, string forwardedFor)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            if (await StatusAsync(server, forwardedFor) == (int)HttpStatusCode.TooManyRequests)
            {
                return;
            }
        }

        Assert.Fail("nobody is refused");
    }

    private static async Task<int> StatusAsync(TestServer server, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/settings");
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        using var answer = await server.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
