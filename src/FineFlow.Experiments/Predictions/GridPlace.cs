using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Predictions;

/// <summary>Where a grid lies: its outer edges in the units of a coordinate system, row 0 in the north.</summary>
/// <param name="Box">The edges.</param>
/// <param name="Epsg">The coordinate system's EPSG code.</param>
public sealed record GridPlace(BoundingBox Box, ushort Epsg)
{
    private const string Prefix = "EPSG:";
    private const string Wgs84 = "EPSG:4326";

    // GeoTIFF's "user-defined": no coordinate system has it.
    private const ushort NotACode = 32_767;

    /// <summary>
    /// Whether the edges are degrees. Edges within 180 and 90 are: no city's box in metres lies so close to a projection's origin.
    /// </summary>
    public bool IsGeographic => Box is { South: >= -90, North: <= 90, West: >= -180, East: <= 180 };

    /// <summary>Where the answer to a coarse map of a model's own city lies, from the bundle's card.</summary>
    /// <param name="model">The model.</param>
    /// <param name="coarse">Coarse maps.</param>
    /// <param name="source">The bundle, for messages.</param>
    /// <returns>Null where the card does not say where its city lies.</returns>
    /// <exception cref="BadInputException">What the card says cannot be, or the maps are not of the city's size.</exception>
    public static GridPlace? Of(FlowModel model, FlowMaps coarse, string source)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(coarse);
        if (model.Card.Data?.Manifest is not { BoundingBox: { } box } manifest)
        {
            return null;
        }

        manifest.Check(source);
        var (rows, columns) = (model.Network.Options.Height, model.Network.Options.Width);
        return (coarse.Rows, coarse.Columns) == (rows, columns)
            ? new(box, Code(manifest.Crs ?? Wgs84, source))
            : throw new BadInputException(
                source, $"its card's bounding_box is that of {rows} x {columns} coarse cells; the input has {coarse.Rows} x {coarse.Columns}");
    }

    private static ushort Code(string crs, string source) =>
        crs.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && ushort.TryParse(crs.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is not (0 or NotACode)
            ? code
            : throw new BadInputException(source, $"its card's crs is '{crs}'; EPSG: and a number, as {Wgs84}, is expected");
}
