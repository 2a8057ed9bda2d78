using System.Net;
using FineFlow.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace FineFlow.Server.Hosting;

/// <summary>Takes a caller's address and scheme from the proxies that the operator names, and from no other.</summary>
internal static class ReverseProxies
{
    /// <summary>Reads the operator's proxies.</summary>
    /// <exception cref="BadInputException">One is neither an address nor a network.</exception>
    public static IReadOnlyList<IPNetwork> Parse(IReadOnlyList<string> proxies) => [.. proxies.Select(Parse)];

    /// <summary>Replaces the address and scheme of requests that come from one of the proxies by those that it forwards.</summary>
    public static void Use(IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }

        // Without a limit, since a chain of proxies is followed as far as they are known; the first unknown address is the caller's.
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }

    private static IPNetwork Parse(string proxy)
    {
        if (IPAddress.TryParse(proxy, out var address))
        {
            return new(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(proxy, out var network)
            ? network
            : throw new BadInputException(
                "option --proxy", $"is '{proxy}'; an IP address, as 127.0.0.1, or a network, as 10.0.0.0/8, is expected");
    }
}
