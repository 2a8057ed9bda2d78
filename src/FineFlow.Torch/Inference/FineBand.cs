using FineFlow.Core;

namespace FineFlow.Torch.Inference;

/// <summary>A part of an answer: whole rows of one or several maps. Bands follow one another in the order of the samples, then of the rows.</summary>
/// <param name="Sample">The first sample.</param>
/// <param name="Row">The first coarse row.</param>
/// <param name="Coarse">Coarse rows [k, C, h, W], as they were given.</param>
/// <param name="Fine">The fine rows that refine them, [k, C, N*h, N*W].</param>
public sealed record FineBand(int Sample, int Row, FlowMaps Coarse, FlowMaps Fine)
{
    /// <summary>Puts bands together.</summary>
    /// <param name="bands">All bands of an answer.</param>
    /// <param name="fine">The fine maps to fill, [n, C, N*H, N*W].</param>
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

    /// <summary>Coarse rows of some samples, cut out of whole maps.</summary>
    internal static FlowMaps Cut(FlowMaps coarse, int sample, int firstRow, int rows)
    {
        var (values, exact) = (new List<float>(), new List<double>());
        for (var channel = 0; channel < coarse.Channels; channel++)
        {
            var (start, length) = (((sample * coarse.Channels + channel) * coarse.Rows + firstRow) * coarse.Columns, rows * coarse.Columns);
            values.AddRange(coarse.Values.AsSpan(start, length));
            exact.AddRange(coarse.Exact is { } given ? given.AsSpan(start, length) : []);
        }

        return new(new(1, coarse.Channels, rows, coarse.Columns), [.. values], coarse.Exact is null ? null : [.. exact]);
    }
}
