namespace FineFlow.Experiments.Predictions;

/// <summary>A picture with a colour bar: one slot, or the mean of all.</summary>
internal sealed class PngPrediction : PredictionFormat
{
    public override bool ShowsOneMap => true;

    public override void Write(string path, Prediction prediction) => PredictionFigure.SavePng(path, prediction);
}
