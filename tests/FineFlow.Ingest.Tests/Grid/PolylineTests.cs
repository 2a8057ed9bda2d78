using System.Text;
using System.Text.Json;
using CsCheck;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Proposals;
using FineFlow.Ingest.Tests.Points;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Trips in the form of Porto's taxis: a list of places, one each 15 seconds.</summary>
public sealed class PolylineTests : IDisposable
{
    private const string Header =
        "\"TRIP_ID\",\"CALL_TYPE\",\"ORIGIN_CALL\",\"ORIGIN_STAND\",\"TAXI_ID\",\"TIMESTAMP\",\"DAY_TYPE\",\"MISSING_DATA\",\"POLYLINE\"";

    private static readonly Gen<(int Taxi, int Start, (int X, int Y)[] Places)[]> Trips = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 4000], Gen.Select(Gen.Int[-5, 85], Gen.Int[-5, 85]).Array[1, 12]).Array[1, 8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trips_give_the_counts_of_their_positions_as_csv() => Trips.Sample(
        trips =>
        {
            var fixes = trips.SelectMany(trip =>
                trip.Places.Select((place, index) => new Fix(trip.Taxi, trip.Start + 15 * index, place.X, place.Y)));
            var rows = trips.Select((trip, number) => Row(
                number, Invariant($"v{trip.Taxi}"), Fix.Epoch(trip.Start), "False",
                string.Join(", ", trip.Places.Select(place => Invariant($"[{place.X / 10m}, {place.Y / 10m}]")))));
            var options = Fix.Options(GridKind.Traces, Flows.Write(_folder, "porto.csv", [Header, .. rows]));
            Fix.AssertSame(Fix.Options(GridKind.Traces, Fix.Csv(_folder, fixes)), options);
        },
        iter: 4,
        threads: 1);

    [Fact]
    public void Damaged_rows_are_refused_or_dropped_and_the_others_are_whole()
    {
        string[] rows = [.. Enumerable.Range(0, 6).Select(number =>
            Row(number, "v1", Fix.Epoch(100 * number), "False", "[0.5, 0.5], [1.5, 0.5], [2.5, 0.5]"))];
        var text = string.Concat(new[] { Header }.Concat(rows).Select(row => row + "\n"));
        var bytes = Encoding.ASCII.GetBytes(text);
        Gen.Select(Gen.Int[Header.Length + 1, bytes.Length - 1], Gen.Int[' ', '~'], Gen.Bool)
            .Where((place, with, isCut) => isCut || (with != '"' && bytes[place] is not ((byte)'"' or (byte)'\n'))).Sample(
            (place, with, isCut) =>
            {
                var damaged = bytes.ToArray();
                damaged[place] = (byte)with;
                if (Fix.Rows(_folder, "porto.csv", isCut ? bytes[..place] : damaged, GridKind.Traces) is { } read)
                {
                    Assert.Equal(Count(Encoding.ASCII.GetString(isCut ? bytes[..place] : damaged)), read);
                }
            },
            iter: 10,
            threads: 1);
    }

    [Fact]
    public void Lists_with_holes_tell_no_times_and_empty_ones_no_place()
    {
        var file = Flows.Write(
            _folder, "porto.csv",
            Header,
            Row(1, "7", Fix.Epoch(0), "False", "[0.5, 0.5], [1.5, 0.5]"),
            Row(2, "7", Fix.Epoch(900), "True", "[0.5, 0.5], [1.5, 0.5], [2.5, 0.5]"),
            Row(3, "8", Fix.Epoch(900), "False", ""),
            Row(4, "9", Fix.Epoch(900), "False", "[0.5, 0.5], [1.5]"));
        var flow = Flows.Build(Fix.Options(GridKind.Traces, file));

        Assert.Equal((8L, 1L), (flow.Report.Rows, flow.Report.Channels[0].Counted));
        Assert.Equal(
            [(DropReason.BadTime, 3L), (DropReason.BadPosition, 2), (DropReason.FirstPosition, 2)],
            flow.Report.Channels[0].Dropped.Select(drop => (drop.Key, drop.Value)).Order());
        Assert.Equal([3L, 3, 3, 4, 5], flow.Report.BadRows.Select(row => row.Line!.Value));
        Assert.Equal(["TAXI_ID", "TIMESTAMP", "POLYLINE"], flow.Report.Columns);
    }

    [Fact]
    public void They_are_traces_of_taxis_also_in_parquet()
    {
        var parquet = Compressed.Parquet(
            _folder, "porto.parquet",
            Invariant($"SELECT 7 AS TAXI_ID, {Fix.Epoch(0)} + 60 * i AS TIMESTAMP, false AS MISSING_DATA, ")
            + "'[[-8.61,41.14],[-8.62,41.15]]' AS POLYLINE FROM range(200) r(i)");
        var given = new GridOptions { Inputs = [parquet], Kind = GridKind.Events, Limits = new() { MemoryMegabytes = 256, Threads = 2 } };
        var options = GridProposal.For(given, new HashSet<string>(), TestContext.Current.CancellationToken).Options;

        Assert.Equal((GridKind.Traces, "Europe/Lisbon"), (options.Kind, options.Zone));
        Assert.Equal(400, Flows.Build(options with { Split = Flows.AllInTrain }).Report.Rows);
    }

    private static string Row(int trip, string taxi, long start, string isMissing, string places) =>
        Invariant($"\"{trip}\",\"B\",\"\",\"15\",\"{taxi}\",\"{start}\",\"A\",\"{isMissing}\",\"[{places}]\"");

    /// <summary>Reads records of nine fields in quotes; others are one malformed row each.</summary>
    private static long Count(string text) => text.Split('\n').Skip(1).Where(line => line.Length > 0).Sum(line =>
    {
        string[] fields = line is ['"', .., '"'] ? line[1..^1].Split("\",\"") : [];
        return fields.Length == 9 && !fields.Any(field => field.Contains('"')) ? Math.Max(1, Places(fields[8])) : 1;
    });

    private static long Places(string list)
    {
        try
        {
            using var json = JsonDocument.Parse(list);
            return json.RootElement.GetArrayLength();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }
}
