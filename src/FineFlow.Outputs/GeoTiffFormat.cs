using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>
/// A GeoTIFF with a band for each slot and channel, slot by slot, float32 or, as whole counts, int32 (float64 where one is beyond it).
/// Behind them come as many bands for each quantile, in the same order. A style for QGIS stands beside a file.
/// </summary>
internal sealed class GeoTiffFormat : OutputFormat
{
    private const int MaxBands = ushort.MaxValue;
    private const long MaxBytes = 4_000_000_000;

    public override string Key => "geotiff";

    public override IReadOnlyList<string> Endings => [".tif", ".tiff"];

    public override string MediaType => "image/tiff";

    public override string Description => "a GeoTIFF";

    public override bool UsesPlace => true;

    public override bool NeedsPlace => true;

    public override bool HoldsQuantiles => true;

    internal override bool HoldsNodata => true;

    internal override string StyleEnding => ".qml";

    public override void Check(GridPlace? place, long maps, string source)
    {
        if (place is null)
        {
            throw new BadInputException(
                source,
                "its card has no bounding_box, which a GeoTIFF needs; it comes from the dataset.json of the model's training data");
        }

        if (maps > MaxBands)
        {
            throw new BadInputException(
                source, $"would answer with {maps} maps; a GeoTIFF holds at most {MaxBands} bands: predict fewer slots at a time");
        }
    }

    public override void Write(Stream stream, Prediction prediction)
    {
        var (fine, parts) = (prediction.Fine, 1 + prediction.Quantiles.Count);
        Check(prediction.Place, (long)fine.Samples * fine.Channels * parts, prediction.Model);
        if (fine.Values.LongLength * parts * GeoTiffFile.BytesPerValue(prediction.Whole) > MaxBytes)
        {
            throw new BadInputException(
                prediction.Model,
                $"would answer with more than the {MaxBytes / 1_000_000_000} GB that a TIFF can address: predict fewer slots at a time");
        }

        GeoTiffFile.Write(stream, prediction, prediction.Place!);
    }

    internal override void WriteStyle(Stream stream, Prediction prediction) => QgisStyle.Write(stream, prediction);
}
