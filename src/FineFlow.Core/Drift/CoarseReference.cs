using System.Text.Json;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;

namespace FineFlow.Core.Drift;

/// <summary>
/// What is kept of the coarse maps that a model was trained on, so that those of today can be compared with them: a small document beside
/// the weights, with one number a coarse cell and a few hundred others.
/// </summary>
internal sealed record CoarseReference
{
    /// <summary>The format version that FineFlow writes.</summary>
    public const int CurrentFormat = 1;

    private const int Bins = 10;

    // More values change the deciles by less than anything that is looked for.
    private const int MostSorted = 2_000_000;

    /// <summary>Format version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>Days of training.</summary>
    public required int Days { get; init; }

    /// <summary>Channels of its coarse maps.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows of its coarse maps.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of its coarse maps.</summary>
    public required int Columns { get; init; }

    /// <summary>0 and the deciles of its counts above 0, each once: the upper ends of bins.</summary>
    public required double[] Edges { get; init; }

    /// <summary>See <see cref="CountTally.Slots"/>.</summary>
    public required double[] Slots { get; init; }

    /// <summary>See <see cref="CountTally.Totals"/>.</summary>
    public required double[] Totals { get; init; }

    /// <summary>See <see cref="CountTally.Bins"/>.</summary>
    public required double[][] BinCounts { get; init; }

    /// <summary>See <see cref="CountTally.Sums"/>.</summary>
    public required double[] Sums { get; init; }

    /// <summary>See <see cref="CountTally.Seen"/>; null where every cell was seen in every slot.</summary>
    public double[]? Seen { get; init; }

    /// <summary>How far its own days are from one another, by the length of windows; empty where there were too few days.</summary>
    public required IReadOnlyList<UsualWindow> Usual { get; init; }

    /// <summary>Measures the coarse maps of a training split.</summary>
    /// <param name="inputs">Coarse maps, and what is known of their times; at least one.</param>
    /// <param name="slotsPerDay">Slots of a day, for slots of which neither time nor day of the week is known; null where unknown.</param>
    public static CoarseReference Measure(FlowInputs inputs, int? slotsPerDay)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var edges = EdgesOf(inputs);
        var days = CountedDays.Of(inputs, slotsPerDay, edges);
        var all = CountTally.Join(days.Days.Select(day => day.Tally));
        var slots = all.AllSlots;
        return new()
        {
            Format = CurrentFormat,
            Days = days.Days.Count,
            Channels = inputs.Coarse.Channels,
            Rows = inputs.Coarse.Rows,
            Columns = inputs.Coarse.Columns,
            Edges = edges,
            Slots = all.Slots,
            Totals = all.Totals,
            BinCounts = all.Bins,
            Sums = all.Sums,
            Seen = all.Seen.All(seen => seen == slots) ? null : all.Seen,
            Usual = [.. UsualWindow.Measure([.. days.Whole.Select(day => day.Tally)])],
        };
    }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="BadInputException">The file cannot be read or contradicts itself.</exception>
    public static CoarseReference Read(string path)
    {
        var reference = JsonStyle.Read<CoarseReference>(path);
        return reference.Problem() is { } problem ? throw new BadInputException(path, problem) : reference;
    }

    /// <summary>Writes the reference, atomically.</summary>
    public void Write(string path) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(this, JsonStyle.Line) + "\n");

    /// <summary>Returns the counts of training.</summary>
    public CountTally Tally()
    {
        var tally = new CountTally(Edges, Sums.Length);
        Slots.CopyTo(tally.Slots, 0);
        Totals.CopyTo(tally.Totals, 0);
        Sums.CopyTo(tally.Sums, 0);
        foreach (var (bins, counts) in tally.Bins.Zip(BinCounts))
        {
            counts.CopyTo(bins, 0);
        }

        if (Seen is null)
        {
            Array.Fill(tally.Seen, Slots.Sum());
        }
        else
        {
            Seen.CopyTo(tally.Seen, 0);
        }

        return tally;
    }

    /// <summary>Returns what is usual for a window of days: that of the nearest length; null where training was too short.</summary>
    public UsualWindow? UsualOf(int days) => Usual.MinBy(window => Math.Abs(window.Days - days));

    /// <summary>Whether maps have the size of training's.</summary>
    public bool Fits(FlowMaps coarse) => (coarse.Channels, coarse.Rows, coarse.Columns) == (Channels, Rows, Columns);

    /// <summary>Returns 0 and the deciles of the counts above it: most cells of a city are empty in most slots.</summary>
    private static double[] EdgesOf(FlowInputs inputs)
    {
        var counts = inputs.Coarse.Values;
        var step = (counts.Length / MostSorted) + 1;
        List<float> sorted = [];
        for (var i = 0; i < counts.Length; i += step)
        {
            if (counts[i] > 0) // missing counts are 0 here
            {
                sorted.Add(counts[i]);
            }
        }

        sorted.Sort();
        return sorted.Count == 0
            ? [0]
            : [0, .. Enumerable.Range(1, Bins - 1).Select(Decile).Distinct()];

        double Decile(int number) => sorted[(int)((long)number * (sorted.Count - 1) / Bins)];
    }

    /// <summary>Returns what is wrong with the document; null where nothing is.</summary>
    private string? Problem()
    {
        if (Format != CurrentFormat)
        {
            return Invariant($"is of format {Format}; this version reads {CurrentFormat}");
        }

        var cells = (long)Channels * Rows * Columns;
        double[][] all = [Edges, Slots, Totals, Sums, Seen ?? [], .. BinCounts];
        var fits = Days > 0 && Channels > 0 && Rows > 0 && Columns > 0 && Sums.Length == cells && (Seen is null || Seen.Length == cells)
            && Slots.Length == CountTally.Strata && Totals.Length == CountTally.Strata && BinCounts.Length == CountTally.Strata
            && BinCounts.All(bins => bins is not null && bins.Length == Edges.Length + 1);
        return !fits ? "holds arrays whose lengths contradict one another"
            : !all.All(values => values.All(value => double.IsFinite(value) && value >= 0)) || Slots.Sum() < 1
                ? "holds a number that is no count"
            : Usual.Any(window => window is null || window.Days < 1) ? "holds usual windows without days"
            : Edges.Zip(Edges.Skip(1)).Any(pair => pair.First >= pair.Second) ? "holds bins that do not ascend"
            : null;
    }
}
