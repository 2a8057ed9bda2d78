using System.Text;
using FineFlow.Core;
using FineFlow.Core.GeoJson;

namespace FineFlow.Ingest.Points;

/// <summary>Files of points that are no tables: GPX and GeoJSON. They become tables of text, one row a point.</summary>
internal static class PointFiles
{
    private const string Gpx = ".gpx", GeoJson = ".geojson";

    // Longer texts, and those with control characters, are neither times nor names.
    private const int MostText = 1000;

    // One feature a line; .geojsons has a record separator before each (RFC 8142).
    private static readonly string[] GeoJsonLines = [".geojsonl", ".geojsons", ".geojsonseq", ".ndjson"];

    /// <summary>The endings of their names, in lower case.</summary>
    public static IReadOnlyList<string> Endings { get; } = [Gpx, GeoJson, .. GeoJsonLines];

    /// <summary>Writes a file's points as CSV without a header, and returns the names of its columns.</summary>
    /// <param name="open">Opens the file's contents.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="ending">The ending of its name.</param>
    /// <param name="number">The file's number, which makes the names of tracks unique.</param>
    /// <param name="path">The CSV file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadInputException">The file is damaged, or holds no point.</exception>
    /// <exception cref="IOException">The CSV file cannot be written.</exception>
    public static IReadOnlyList<string> WriteCsv(
        Func<Stream> open, string name, string ending, int number, string path, CancellationToken cancellationToken)
    {
        if (ending == Gpx)
        {
            using var stream = open();
            WriteRows(GpxFile.Read(stream, name, number), name, path, cancellationToken);
            return GpxFile.Columns;
        }

        var file = new GeoJsonFile(
            () => ending == GeoJson ? FeatureStream.Read(open(), name) : FeatureLines.Read(open(), name), name, number);
        var columns = file.FindColumns(cancellationToken);
        WriteRows(file.Rows(columns), name, path, cancellationToken);
        return columns;
    }

    private static void WriteRows(IEnumerable<string[]> rows, string name, string path, CancellationToken cancellationToken)
    {
        var count = 0L;
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(string.Join(',', row.Select(Quote)));
            writer.Write('\n');
            count++;
        }

        if (count == 0)
        {
            throw new BadInputException(name, "holds no point; points or lines with times are expected");
        }
    }

    private static string Quote(string text) => text.Length <= MostText && !text.Any(char.IsControl)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : "";
}
