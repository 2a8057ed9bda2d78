using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Plots;

namespace FineFlow.Experiments.Comparison;

/// <summary>A comparison on disk: <c>compare.json</c>, <c>compare.md</c> and a map for each run against the first.</summary>
internal static class ComparisonFolder
{
    /// <summary>Writes the files into a folder and replaces those of an earlier comparison.</summary>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public static void Write(string folder, RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var pictures = comparison.Maps.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"map-{i + 2}-against-1.png")).ToList();
        foreach (var (map, picture) in comparison.Maps.Zip(pictures))
        {
            SignedMapFigure.SavePng(Path.Combine(folder, picture), map);
        }

        JsonStyle.Write(Path.Combine(folder, "compare.json"), comparison.Report);
        AtomicFile.WriteText(Path.Combine(folder, "compare.md"), ComparisonMarkdown.Of(comparison.Report, pictures));
    }
}
