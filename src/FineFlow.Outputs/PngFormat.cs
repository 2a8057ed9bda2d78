namespace FineFlow.Outputs;

/// <summary>A picture with a colour bar: one slot, or the mean of all.</summary>
internal sealed class PngFormat : OutputFormat
{
    public override string Key => "png";

    public override IReadOnlyList<string> Endings => [".png"];

    public override string MediaType => "image/png";

    public override string Description => "a picture";

    public override bool UsesPlace => true;

    public override bool ShowsOneMap => true;

    public override void Write(Stream stream, Prediction prediction) => stream.Write(PredictionFigure.Png(prediction));
}
