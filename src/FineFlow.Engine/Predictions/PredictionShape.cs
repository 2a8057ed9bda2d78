using FineFlow.Core;
using FineFlow.Core.Formats;

namespace FineFlow.Engine.Predictions;

/// <summary>The shapes of a prediction's arrays.</summary>
/// <param name="Maps">All fine maps, [n, C, N*H, N*W].</param>
/// <param name="Array">An array of them: with a channel axis where the input has one.</param>
/// <param name="CoarseArray">An array of the coarse maps, likewise.</param>
/// <param name="WholeType">The type of whole counts.</param>
internal sealed record PredictionShape(int[] Maps, int[] Array, int[] CoarseArray, NpyElementType WholeType)
{
    /// <summary>Returns the shapes of the answer to an input.</summary>
    /// <param name="input">The coarse maps.</param>
    /// <param name="factor">Upscaling factor N.</param>
    public static PredictionShape Of(PredictionInput input, int factor)
    {
        var coarse = input.Inputs.Coarse;
        var (rows, columns) = (checked(coarse.Rows * factor), checked(coarse.Columns * factor));
        return new(
            [coarse.Samples, coarse.Channels, rows, columns],
            input.HasChannelAxis ? [coarse.Samples, coarse.Channels, rows, columns] : [coarse.Samples, rows, columns],
            input.HasChannelAxis
                ? [coarse.Samples, coarse.Channels, coarse.Rows, coarse.Columns]
                : [coarse.Samples, coarse.Rows, coarse.Columns],
            TypeOf(coarse));
    }

    /// <summary>int32 holds every whole count where it holds the coarse ones: no fine count is above its coarse one.</summary>
    private static NpyElementType TypeOf(FlowMaps coarse) =>
        System.Array.TrueForAll(coarse.Values, count => count < int.MaxValue) ? NpyElementType.I4 : NpyElementType.I8;
}
