using System.IO.Compression;
using FineFlow.Core.Datasets;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>Small files that datasets are made of.</summary>
internal static class RawFiles
{
    /// <summary>How <c>data grid</c> reads <see cref="Events"/>.</summary>
    public static IReadOnlyList<string> GridOptions { get; } =
    [
        "--kind", "events", "--time", "when", "--lon", "x", "--lat", "y",
        "--box", "0,0,8,8", "--grid", "8x8", "--factor", "2", "--slot", "60",
    ];

    /// <summary>3000 events, one a minute, and a row whose time is none.</summary>
    public static string Events(string path)
    {
        var start = new DateTime(2024, 1, 1);
        var rows = Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant(
            $"{start.AddMinutes(i):yyyy-MM-dd HH:mm:ss},{i * 7919 % 8009 % 80 / 10.0},{i * 104729 % 7001 % 80 / 10.0 + 0.05}"));
        File.WriteAllLines(path, ["when,x,y", .. rows, "soon,1,1"]);
        return path;
    }

    /// <summary>Weather of the events' days, the conditions in the column "sky".</summary>
    public static string Weather(string path)
    {
        File.WriteAllLines(path, ["time,sky", "2023-12-31 23:00,Clear", "2024-01-01 12:00,Light rain"]);
        return path;
    }

    /// <summary>A district of the tiny synthetic city, some of it outside the map.</summary>
    public static string Zones(string path)
    {
        File.WriteAllText(
            path,
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"south-west"},"geometry":
            {"type":"Polygon","coordinates":[[[111.99,43],[112.03,43],[112.03,43.02],[111.99,43.02],[111.99,43]]]}}]}
            """);
        return path;
    }

    /// <summary>An archive as those of TaxiBJ, of task 2.</summary>
    public static string TaxiBjArchive(TemporaryFolder folder)
    {
        DatasetFolder.Write(
            folder.File("files"), new(), [Split(SplitNames.Train, 5), Split(SplitNames.Valid, 3), Split(SplitNames.Test, 2)]);
        var archive = folder.File("copy of P2.zip");
        ZipFile.CreateFromDirectory(folder.File("files"), archive, CompressionLevel.NoCompression, includeBaseDirectory: false);
        return archive;

        static FlowSplit Split(string name, int samples) => new(
            name,
            new(new(samples, 1, 32, 32)),
            new(new(samples, 1, 128, 128)),
            new([.. Enumerable.Repeat(new float[] { 20, 3, 0, 0, 1, 7, 2 }, samples).SelectMany(row => row)]));
    }
}
