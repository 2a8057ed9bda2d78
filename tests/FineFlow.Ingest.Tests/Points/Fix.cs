using System.Globalization;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Points;
using FineFlow.Ingest.Tests.Grid;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests.Points;

/// <summary>A made-up position of a vehicle, in and around the box; some have no time.</summary>
/// <param name="Vehicle">The vehicle's number.</param>
/// <param name="Second">Seconds since the start of 2024; null for none.</param>
/// <param name="X">Tenths of a degree eastward.</param>
/// <param name="Y">Tenths of a degree northward.</param>
internal sealed record Fix(int Vehicle, int? Second, int X, int Y)
{
    private static readonly DateTime Begin = new(2024, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>Many positions of a vehicle have equal times, and some are equal.</summary>
    public static readonly Gen<Fix[]> Many = Gen.Select(
        Gen.Int[0, 2], Gen.Frequency((12, Gen.Int[0, 4000].Select(second => (int?)second)), (1, Gen.Const((int?)null))), Gen.Int[-5, 85],
        Gen.Int[-5, 85], (vehicle, second, x, y) => new Fix(vehicle, second, x, y)).Array[2, 60]
        .Where(fixes => fixes.Any(fix => fix.Second is not null));

    public string Time => Second is { } second
        ? Begin.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        : "";

    public string Longitude => (X / 10m).ToString(CultureInfo.InvariantCulture);

    public string Latitude => (Y / 10m).ToString(CultureInfo.InvariantCulture);

    public static long Epoch(int second) => new DateTimeOffset(Begin.AddSeconds(second)).ToUnixTimeSeconds();

    public static GridOptions Options(GridKind kind, params string[] files) => Flows.Options(kind, files) with { Zone = "UTC" };

    /// <summary>Writes positions as plain CSV.</summary>
    public static string Csv(TemporaryFolder folder, IEnumerable<Fix> fixes) => Flows.Write(
        folder, "plain.csv",
        ["vehicle,time,lon,lat", .. fixes.Select(fix => Invariant($"v{fix.Vehicle},{fix.Time},{fix.Longitude},{fix.Latitude}"))]);

    /// <summary>Asserts that two inputs give the same counts: maps, slots and dropped rows.</summary>
    public static void AssertSame(GriddedFlow expected, GriddedFlow actual)
    {
        Assert.Equal(expected.Report.Rows, actual.Report.Rows);
        Assert.Equal(expected.Splits[0].Time, actual.Splits[0].Time);
        Assert.Equal(expected.Splits[0].Fine.Values, actual.Splits[0].Fine.Values);
        Assert.All(
            expected.Report.Channels.Zip(actual.Report.Channels),
            pair => Assert.Equal(pair.First.Dropped.OrderBy(drop => drop.Key), pair.Second.Dropped.OrderBy(drop => drop.Key)));
        Flows.AssertAccounted(actual);
    }

    /// <summary>Builds both, where one may be refused only with the other: without a single flow there is no slot to write.</summary>
    public static void AssertSame(GridOptions expected, GridOptions actual)
    {
        GriddedFlow flow;
        try
        {
            flow = Flows.Build(expected);
        }
        catch (BadInputException)
        {
            Assert.Throws<BadInputException>(() => Flows.Build(actual));
            return;
        }

        AssertSame(flow, Flows.Build(actual));
    }

    /// <summary>Returns the rows that a file of points becomes; null where it is refused in one line that names it.</summary>
    public static long? Rows(TemporaryFolder folder, string name, byte[] bytes)
    {
        try
        {
            var csv = folder.File("rows.csv");
            PointFiles.WriteCsv(
                () => new MemoryStream(bytes), name, Path.GetExtension(name), 1, csv, TestContext.Current.CancellationToken);
            return File.ReadLines(csv).LongCount();
        }
        catch (BadInputException bad)
        {
            Assert.StartsWith(name, bad.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', bad.Message);
            return null;
        }
    }

    /// <summary>Returns the rows of a file; null where it is refused in one line that names it.</summary>
    public static long? Rows(TemporaryFolder folder, string name, byte[] bytes, GridKind kind)
    {
        File.WriteAllBytes(folder.File(name), bytes);
        try
        {
            // Slots without rows are kept, so that a file with few sound rows is counted.
            return Flows.Build(Options(kind, folder.File(name)) with { MinSlotRows = 0 }).Report.Rows;
        }
        catch (BadInputException bad)
        {
            Assert.StartsWith(folder.File(name), bad.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', bad.Message);
            return null;
        }
    }

    /// <summary>What happens to a file: it is cut, or one byte of it becomes another.</summary>
    public static Gen<byte[]> Damaged(byte[] bytes) => Gen.Select(
        Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Bool,
        (place, with, isCut) => isCut ? bytes[..place] : [.. bytes[..place], with, .. bytes[(place + 1)..]]);
}
