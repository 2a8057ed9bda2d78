using FineFlow.Core.Formats;

namespace FineFlow.Experiments.Predictions;

/// <summary>An array [n, N*H, N*W] or [n, C, N*H, N*W], float32 or, as whole counts, int32.</summary>
internal sealed class NpyPrediction : PredictionFormat
{
    public override void Write(Stream stream, Prediction prediction)
    {
        var fine = prediction.Fine;
        int[] shape = prediction.HasChannelAxis ? [fine.Samples, fine.Channels, fine.Rows, fine.Columns] : [fine.Samples, fine.Rows, fine.Columns];
        if (prediction.Whole is { } whole)
        {
            NpyWriter.Write(stream, whole, shape);
        }
        else
        {
            NpyWriter.Write(stream, fine.Values, shape);
        }
    }
}
