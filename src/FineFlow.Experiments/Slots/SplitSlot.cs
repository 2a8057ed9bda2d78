using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Plots;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Slots;

/// <summary>One time slot of a split, for pictures.</summary>
/// <param name="Split">The split.</param>
/// <param name="Index">The slot's place in it.</param>
internal sealed record SplitSlot(FlowSplit Split, int Index)
{
    /// <summary>The model's inputs in this slot.</summary>
    public FlowInputs Inputs { get; } = Split.Inputs.Slice(Index, 1);

    /// <summary>The flow of all its coarse cells.</summary>
    public double Total => TotalOf(Split, Index);

    /// <summary>Its start on the local clock in words; its number where that is not known.</summary>
    public string When => Split.Time is { } time && Math.Abs(time[Index]) < uint.MaxValue
        ? DateTimeOffset.FromUnixTimeSeconds(time[Index]).ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)
        : $"slot {Index}";

    /// <summary>Returns the slot of a rank by total flow: 0 for the quietest, 1 for the busiest.</summary>
    public static SplitSlot AtRank(FlowSplit split, double rank)
    {
        var ordered = Enumerable.Range(0, split.Samples).OrderBy(slot => TotalOf(split, slot)).ToArray();
        return new(split, ordered[(int)Math.Round(rank * (ordered.Length - 1))]);
    }

    /// <summary>Infers the slot, and how sure the model is of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="title">The figure's headline.</param>
    /// <param name="subtitle">The line below it.</param>
    /// <param name="unit">Unit of the flow.</param>
    /// <param name="source">Where the split comes from, for error messages.</param>
    /// <exception cref="BadInputException">The model does not accept the slot's map.</exception>
    public FlowComparison Compare(FlowModel model, string title, string subtitle, string unit, string source)
    {
        ArgumentNullException.ThrowIfNull(model);
        var band = model.Infer(Inputs, tiling: null, source).Single();
        return new()
        {
            Title = title,
            Subtitle = subtitle,
            Model = model.Card.Model,
            Unit = unit,
            Coarse = band.Coarse,
            Inferred = band.Fine,
            Truth = Split.Fine.Slice(Index, 1),
            Interval = IntervalOf(band),
            Mask = band.Mask,
        };
    }

    /// <summary>Returns the 90 % intervals; null without a distribution, and for counts that are not whole or too large.</summary>
    private static FlowInterval? IntervalOf(FineBand band)
    {
        var counts = band.CountsOrExpected();
        return band.Distribution is { } distribution && counts.IsWhole && counts.Values.Max() <= Estimates.LargestCount
            ? new(
                Quantiles.Map(counts, distribution, FlowInterval.LowLevel),
                Quantiles.Map(counts, distribution, FlowInterval.HighLevel))
            : null;
    }

    private static double TotalOf(FlowSplit split, int slot)
    {
        var total = 0.0;
        foreach (var value in split.Coarse.Sample(slot))
        {
            total += value;
        }

        return total;
    }
}
