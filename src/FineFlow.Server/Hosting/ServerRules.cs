using FineFlow.Core;
using FineFlow.Server.Settings;

namespace FineFlow.Server.Hosting;

/// <summary>What the options may say.</summary>
internal static class ServerRules
{
    /// <exception cref="BadInputException">Names the option and what is expected.</exception>
    public static void Check(ServerOptions options)
    {
        Check("--max-batch", options.Engine.MaxBatch ?? 1, 1, 1024);
        Check("--queue", options.Engine.Queue, options.Engine.MaxBatch ?? 1, 100_000);
        Check("--max-body", options.MaxBodyBytes, 1 << 10, 1 << 30);
        Check("--rate", options.Rate, 1, 1_000_000);
        Check("--connections", options.Connections, 1, 100_000);
        Check("--timeout", options.Timeout.TotalSeconds, 0.1, 3600);
        ReverseProxies.Parse(options.Proxies);
        if (options.TileUrl is { } tiles && !IsTileAddress(tiles))
        {
            throw new BadInputException(
                "option --tile-url",
                $"is '{tiles}'; an address of http or https with {{z}}, {{x}} and {{y}} is expected, "
                + "and one of the subdomains where it has {s}");
        }
    }

    private static bool IsTileAddress(string tiles) =>
        Uri.TryCreate(tiles, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && tiles.Contains("{z}", StringComparison.Ordinal)
        && tiles.Contains("{x}", StringComparison.Ordinal)
        && tiles.Contains("{y}", StringComparison.Ordinal)
        && !tiles.Contains("{s}", StringComparison.Ordinal);

    private static void Check(string option, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new BadInputException($"option {option}", $"is {value}; expected {least} to {most}");
        }
    }
}
