using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>The formats of fine maps, for the command line and the server. A new format is one file and one row here.</summary>
public static class OutputFormats
{
    /// <summary>All formats.</summary>
    public static IReadOnlyList<OutputFormat> All { get; } =
    [
        new NpyFormat(),
        new Float32Format(),
        new PngFormat(),
        new GeoTiffFormat(),
        new CsvFormat(),
        new ParquetFormat(),
        new NetCdfFormat(),
        new GeoJsonFormat(),
    ];

    /// <summary>Returns the format of a file, by the ending of its name.</summary>
    /// <exception cref="BadInputException">No format has that ending.</exception>
    public static OutputFormat FromPath(string path)
    {
        var ending = Path.GetExtension(path);
        return All.FirstOrDefault(format => format.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase))
            ?? throw new BadInputException(
                path, $"has the ending '{ending}'; one of {string.Join(", ", All.SelectMany(format => format.Endings))} is expected");
    }
}
