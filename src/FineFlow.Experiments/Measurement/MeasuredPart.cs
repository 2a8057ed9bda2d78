using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Measurement;

/// <summary>Errors in the districts that a training left out, or in the others.</summary>
/// <param name="IsLeftOut">Which of them.</param>
/// <param name="Blocks">Their coarse cells.</param>
/// <param name="Errors">A model's errors there.</param>
/// <param name="EvenSplit">The metrics of the even split there.</param>
internal sealed record MeasuredPart(bool IsLeftOut, int Blocks, ErrorBreakdown Errors, FlowMetrics EvenSplit)
{
    /// <summary>Returns the parts of inferred maps that have blocks.</summary>
    public static IReadOnlyList<MeasuredPart> Of(LeftOutBlocks leftOut, FlowSplit split, FlowMaps inferred)
    {
        var factor = split.Fine.Rows / split.Coarse.Rows;
        bool[] parts = leftOut.IsEverything ? [true] : [true, false];
        return [.. parts.Select(Part)];

        MeasuredPart Part(bool isLeftOut)
        {
            var truth = leftOut.Take(split.Fine, factor, isLeftOut);
            var even = Core.Baselines.EvenSplit.Predict(leftOut.Take(split.Coarse, 1, isLeftOut), factor);
            return new(
                isLeftOut,
                leftOut.CountOf(isLeftOut),
                ErrorBreakdown.Of(truth, leftOut.Take(inferred, factor, isLeftOut), split.Time, split.External),
                ErrorBreakdown.Of(truth, even).Metrics());
        }
    }
}
