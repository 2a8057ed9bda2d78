using FineFlow.Cli.Terminal;

namespace FineFlow.Cli.Reports;

/// <summary>What numbers are of: they compare with others of the same division and the same data alone.</summary>
internal static class DatasetLine
{
    private const int FingerprintDigits = 12;

    /// <summary>"divided 7:1:2 in time order, data 0123456789ab".</summary>
    public static string Of(string? division, string fingerprint) =>
        $"{(division is null ? "division not stated" : $"divided {Output.OneLine(division)}")}, data {fingerprint[..FingerprintDigits]}";
}
