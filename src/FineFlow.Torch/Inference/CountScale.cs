using FineFlow.Core;

namespace FineFlow.Torch.Inference;

/// <summary>Scale of the coarse counts of a training split: the mean over all cells, and the range of the means of single slots.</summary>
public sealed record CountScale
{
    /// <summary>Mean of all coarse cells of all slots.</summary>
    public required double Mean { get; init; }

    /// <summary>Mean of the coarse cells of the slot with the fewest counts.</summary>
    public required double LowestSlotMean { get; init; }

    /// <summary>Mean of the coarse cells of the slot with the most counts.</summary>
    public required double HighestSlotMean { get; init; }

    /// <summary>Measures the scale of one or more maps.</summary>
    /// <param name="coarse">Coarse maps [n, C, H, W].</param>
    /// <param name="mask">1 where a count was observed and 0 where it is missing; null: all were observed.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static CountScale Measure(FlowMaps coarse, FlowMaps? mask = null)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (coarse.Samples == 0)
        {
            throw new ArgumentException("there are no samples", nameof(coarse));
        }

        var means = Enumerable.Range(0, coarse.Samples).Select(sample => MeanOf(coarse, mask, sample)).ToArray();
        return new() { Mean = means.Average(), LowestSlotMean = means.Min(), HighestSlotMean = means.Max() };
    }

    private static double MeanOf(FlowMaps coarse, FlowMaps? mask, int sample)
    {
        var (sum, observed) = (0.0, 0);
        var counts = coarse.Sample(sample);
        for (var cell = 0; cell < counts.Length; cell++)
        {
            if (mask is null || mask.Sample(sample)[cell] > 0)
            {
                sum += counts[cell];
                observed++;
            }
        }

        return sum / Math.Max(1, observed);
    }
}
