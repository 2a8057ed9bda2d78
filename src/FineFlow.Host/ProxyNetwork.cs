using System.Net;

namespace FineFlow.Host;

/// <summary>The addresses of a reverse proxy.</summary>
internal static class ProxyNetwork
{
    /// <summary>Reads an address or a network; null where the text is neither.</summary>
    public static IPNetwork? Find(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) ? network : null;
    }
}
