using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Rasters;

/// <summary>A GeoTIFF: bands of cells, row 0 in the north, with what the file says of them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Bands">The cells [bands][rows x columns], NaN where there are no data.</param>
/// <param name="Labels">What the file says of each band.</param>
/// <param name="Place">Where it lies; null where the file does not say it.</param>
internal sealed record Raster(string Path, int Rows, int Columns, double[][] Bands, BandLabel[] Labels, RasterPlace? Place)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It cannot be read, or is not in a form that is.</exception>
    public static Raster Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var tags = TiffDirectory.Read(stream, path);
            var layout = TiffLayout.Of(tags);
            var (labels, place) = (BandLabel.Of(tags, layout.Bands), RasterPlace.Of(tags, layout.Height, layout.Width));
            var nodata = Nodata(tags, layout);
            var bands = TiffCells.Read(stream, layout, path);
            return new(path, layout.Height, layout.Width, nodata is { } value ? Array.ConvertAll(bands, Without) : bands, labels, place);

            double[] Without(double[] cells) => Array.ConvertAll(cells, cell => cell == value ? double.NaN : cell);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Returns the number that stands for no data, as the cells hold it; null without one.</summary>
    private static double? Nodata(TiffDirectory tags, TiffLayout layout)
    {
        if (tags.Text(TiffTags.GdalNodata) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? layout is { Type: CellType.Real, Bytes: sizeof(float) } ? (float)number : number
            : throw tags.Refuse($"has '{text}' for no data; a number is expected");
    }
}
