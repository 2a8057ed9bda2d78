using FineFlow.Core;

namespace FineFlow.Torch.Inference;

/// <summary>How large the coarse counts of the training split are: the mean of its cells, over all slots and slot by slot.</summary>
public sealed record CountScale
{
    /// <summary>Mean of all coarse cells of all slots.</summary>
    public required double Mean { get; init; }

    /// <summary>The same of the slot with the fewest counts.</summary>
    public required double LowestSlotMean { get; init; }

    /// <summary>The same of the slot with the most counts.</summary>
    public required double HighestSlotMean { get; init; }

    /// <summary>The scale of at least one map.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CountScale Measure(FlowMaps coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (coarse.Samples == 0)
        {
            throw new ArgumentException("there are no samples", nameof(coarse));
        }

        var means = Enumerable.Range(0, coarse.Samples).Select(sample => MeanOf(coarse.Sample(sample))).ToArray();
        return new() { Mean = means.Average(), LowestSlotMean = means.Min(), HighestSlotMean = means.Max() };
    }

    private static double MeanOf(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
