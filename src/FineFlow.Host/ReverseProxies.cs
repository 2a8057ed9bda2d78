using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace FineFlow.Host;

/// <summary>Takes a caller's address and scheme from the proxies that the operator names, and from no other.</summary>
internal static class ReverseProxies
{
    /// <summary>Replaces the address and scheme of requests that come from one of the proxies by those that it forwards.</summary>
    public static void Use(IApplicationBuilder app, IReadOnlyList<string> proxies)
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
            options.KnownIPNetworks.Add(ProxyNetwork.Find(proxy)!.Value);
        }

        app.UseForwardedHeaders(options);
    }
}
