using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Maps;
using FineFlow.Ingest.Proposals;

namespace FineFlow.Cli.Cities;

/// <summary>Makes the dataset of a city of fine counts that are already on a grid.</summary>
internal static class CityCounts
{
    // With fewer blocks counts may as well be coarse ones.
    private const int UsualFactor = 4, LeastBlocks = 64;

    /// <summary>Reads the counts and writes the dataset folder.</summary>
    /// <returns>What was decided and found out, for people.</returns>
    /// <exception cref="BadInputException">The counts cannot be read, have no times, or may be coarse ones.</exception>
    public static IReadOnlyList<string> Write(string folder, CityInput input, string name, CancellationToken cancellationToken)
    {
        var counts = CountFiles.Read(input.Counts, cancellationToken);
        if (counts.Time is null)
        {
            throw new BadInputException(
                counts.Source, "does not tell the times of its slots; the start of the first one and the slots' length are expected")
            { Setting = nameof(CountRequest.Start) };
        }

        var factor = input.Said.Contains(nameof(GridOptions.Factor)) ? input.Grid.Factor : FactorOf(counts);
        var days = (counts.Time.Max() - counts.Time.Min()) / (double)TimeSpan.SecondsPerDay;
        var (split, divided) = input.Said.Contains(nameof(GridOptions.Split)) ? (input.Grid.Split, null) : SplitProposal.For(days);
        MapImport.Write(
            folder, counts,
            new() { Counts = input.Counts, Factor = factor, Ratio = new(split.Train, split.Valid, split.Test), Name = name },
            overwrite: Directory.Exists(folder));
        GridChoice[] choices =
        [
            new("counts are", "fine", "no model is given that would infer fine ones", "Model"),
            new(
                "blocks", FormattableString.Invariant($"{factor}x{factor} cells"),
                FormattableString.Invariant($"a coarse cell, of {counts.Maps.Rows / factor} x {counts.Maps.Columns / factor}"),
                nameof(GridOptions.Factor)),
        ];
        return [.. counts.Notes, .. choices.Append(divided).OfType<GridChoice>().Select(CityText.Line)];
    }

    private static int FactorOf(GridCounts counts)
    {
        var (rows, columns) = (counts.Maps.Rows, counts.Maps.Columns);
        return rows % UsualFactor == 0 && columns % UsualFactor == 0 && rows * columns >= LeastBlocks * UsualFactor * UsualFactor
            ? UsualFactor
            : throw new BadInputException(
                counts.Source,
                $"has maps of {rows} x {columns} cells, which may be fine or coarse ones; expected the upscaling factor of fine counts. "
                + "Coarse counts alone need a model, or fine counts of a similar period to train one")
            { Setting = nameof(GridOptions.Factor) };
    }
}
