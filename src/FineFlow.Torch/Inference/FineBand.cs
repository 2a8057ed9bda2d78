using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;

namespace FineFlow.Torch.Inference;

/// <summary>
/// A part of a prediction: whole rows of one or several maps. Bands are ordered by sample, then by row.
/// </summary>
/// <param name="Sample">The first sample.</param>
/// <param name="Row">The first coarse row.</param>
/// <param name="Coarse">Coarse rows [k, C, h, W], as they were given.</param>
/// <param name="Fine">The fine rows that refine them, [k, C, N*h, N*W].</param>
public sealed record FineBand(int Sample, int Row, FlowMaps Coarse, FlowMaps Fine)
{
    /// <summary>1 where a coarse count was observed and 0 where it was missing, [k, C, h, W]; null: all were observed.</summary>
    public FlowMaps? Mask { get; init; }

    /// <summary>How the flow of each coarse cell is spread, for models that say how sure they are; null for others.</summary>
    internal ShareDistribution? Distribution { get; init; }

    /// <summary>Returns the coarse counts; the expected ones, rounded, where they are missing.</summary>
    internal FlowMaps CountsOrExpected()
    {
        if (Mask is not { } mask)
        {
            return Coarse;
        }

        var expected = BlockSum.Coarsen(Fine, Fine.Rows / Coarse.Rows);
        var counts = new double[mask.Values.Length];
        for (var block = 0; block < counts.Length; block++)
        {
            counts[block] = mask.Values[block] > 0 ? Coarse.Count(block) : Math.Round(expected.Count(block));
        }

        var array = CountArray.From([counts.Length], counts);
        return new(Coarse.Shape, array.Values, array.Exact);
    }

    /// <summary>Returns a copy of one of the band's samples, as the only one of a band.</summary>
    internal FineBand Only(int sample) => new(0, Row, Coarse.Slice(sample, 1), Fine.Slice(sample, 1))
    {
        Mask = Mask?.Slice(sample, 1),
        Distribution = Distribution?.Slice(sample, 1),
    };

    /// <summary>Copies bands into whole maps.</summary>
    /// <param name="bands">All bands of a prediction.</param>
    /// <param name="fine">The fine maps to fill, [n, C, N*H, N*W].</param>
    /// <returns><paramref name="fine"/>.</returns>
    public static FlowMaps Join(IEnumerable<FineBand> bands, FlowMaps fine)
    {
        ArgumentNullException.ThrowIfNull(bands);
        ArgumentNullException.ThrowIfNull(fine);
        foreach (var band in bands)
        {
            var firstRow = band.Row * (band.Fine.Rows / band.Coarse.Rows);
            for (var sample = 0; sample < band.Fine.Samples; sample++)
            {
                for (var channel = 0; channel < fine.Channels; channel++)
                {
                    band.Fine.Map(sample, channel).CopyTo(fine.Map(band.Sample + sample, channel)[(firstRow * fine.Columns)..]);
                }
            }
        }

        return fine;
    }
}
