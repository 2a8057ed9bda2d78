using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>One quantile of every fine cell's count.</summary>
/// <param name="Level">The quantile's level, between 0 and 1.</param>
/// <param name="Counts">The counts, [n, C, N*H, N*W], whole.</param>
public sealed record QuantileMaps(double Level, FlowMaps Counts)
{
    /// <summary>Its name in files and tables: <c>q05</c> for 0.05, <c>q975</c> for 0.975.</summary>
    public string Name => NameOf(Level);

    /// <summary>Returns the name of a level, which is its own among all levels.</summary>
    public static string NameOf(double level) => $"q{level.ToString("0.00##############", CultureInfo.InvariantCulture)[2..]}";
}
