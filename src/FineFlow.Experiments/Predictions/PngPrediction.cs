namespace FineFlow.Experiments.Predictions;

/// <summary>A picture with a colour bar: one slot, or the mean of all.</summary>
internal sealed class PngPrediction : PredictionFormat
{
    public override bool ShowsOneMap => true;

    public override void Write(Stream stream, Prediction prediction) => stream.Write(PredictionFigure.Png(prediction));
}
