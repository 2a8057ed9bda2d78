using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Proposals;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Trips that tell only the stations of their ends, and a table of the stations' places.</summary>
public sealed class StationTests : IDisposable
{
    private const string Header = "started_at,ended_at,start_station_id,end_station_id";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trips_give_the_counts_of_the_same_trips_with_places() => Gen.Select(
        Gen.Select(Gen.Int[-5, 85], Gen.Int[-5, 85]).Array[1, 6],
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Int[-1, 5], Gen.Int[-1, 5]).Array[1, 60]).Sample(
        (stations, trips) =>
        {
            // Station -1 is none, and those beyond the table have no place.
            string Id(int station) => station < 0 ? "" : Invariant($"S {station}");
            string Place(int station) => station >= 0 && station < stations.Length
                ? Invariant($"{stations[station].Item1 / 10m},{stations[station].Item2 / 10m}") : ",";
            string Time(int minute) => Invariant($"2024-01-01 {10 + (minute / 60)}:{minute % 60:00}:00");
            var table = Stations([.. stations.Select((place, station) => Invariant($"{Id(station)},{Place(station)}"))]);
            var plain = Flows.Options(GridKind.Trips, Flows.Write(
                _folder, "plain.csv",
                ["started_at,ended_at,start_lng,start_lat,end_lng,end_lat",
                    .. trips.Select(t => $"{Time(t.Item1)},{Time(t.Item2)},{Place(t.Item3)},{Place(t.Item4)}")]));
            var joined = Trips([.. trips.Select(t => $"{Time(t.Item1)},{Time(t.Item2)},{Id(t.Item3)},{Id(t.Item4)}")], table);
            if (!trips.Any(trip => trip.Item3 >= 0 && trip.Item3 < stations.Length || trip.Item4 >= 0 && trip.Item4 < stations.Length))
            {
                AssertRefused(joined, "none of its stations");
                return;
            }

            var (expected, actual) = (TryBuild(plain), TryBuild(joined));
            Assert.Equal(expected?.Splits[0].Fine.Values, actual?.Splits[0].Fine.Values);
            Assert.Equal(expected?.Splits[0].Time, actual?.Splits[0].Time);
            foreach (var (one, other) in expected?.Report.Channels.Zip(actual!.Report.Channels) ?? [])
            {
                // Without a table of stations, an end at an unknown one is an end without a place.
                Assert.Equal(one.Counted, other.Counted);
                Assert.Equal(
                    one.Dropped.GetValueOrDefault(DropReason.BadPosition),
                    other.Dropped.GetValueOrDefault(DropReason.BadPosition) + other.Dropped.GetValueOrDefault(DropReason.UnknownStation));
            }
        },
        iter: 4,
        threads: 1);

    [Fact]
    public void Each_end_at_an_unknown_station_is_dropped_with_that_reason()
    {
        var flow = Flows.Build(Trips(
            [
                "2024-01-01 10:00,2024-01-01 10:10,A,B", "2024-01-01 10:00,2024-01-01 10:10,A,X",
                "2024-01-01 10:00,2024-01-01 10:10,Y,B", "2024-01-01 10:00,2024-01-01 10:10,A,", "2024-01-01 10:00,2024-01-01 10:10,Z,X",
            ],
            Stations("A,0.5,7.5", "B,1.5,7.5")));

        Assert.Equal((3f, 2f), (flow.At("2024-01-01 10:00", 0, 0, 0), flow.At("2024-01-01 10:00", 0, 1, 1)));
        Assert.Equal(2, flow.Report.Channels[0].Dropped[DropReason.UnknownStation]);
        Assert.Equal(
            (2L, 1L),
            (flow.Report.Channels[1].Dropped[DropReason.UnknownStation], flow.Report.Channels[1].Dropped[DropReason.BadPosition]));
        var bad = flow.Report.BadRows.Single();
        Assert.Equal((6, DropReason.UnknownStation), (bad.Line!.Value, bad.Problem));
        Assert.Contains("start_station_id 'Z'", bad.Text, StringComparison.Ordinal);
        Assert.Equal(["started_at", "start_station_id", "ended_at", "end_station_id"], flow.Report.Columns);
        Flows.AssertAccounted(flow);
    }

    /// <summary>The first bad rows are named in the order of the file, whatever order the engine joins in.</summary>
    [Fact]
    public void Bad_rows_keep_their_lines_in_large_files()
    {
        string[] rows = [.. Enumerable.Range(2, 30_000).Select(line => Invariant(
            $"2024-01-01 10:00,2024-01-01 10:10,{(line % 1000 == 0 ? "?" : "A")},{(line % 1000 == 0 ? "?" : "B")}"))];
        var flow = Flows.Build(Trips(rows, Stations("A,0.5,7.5", "B,1.5,7.5")));

        Assert.Equal(Enumerable.Range(1, 20).Select(bad => 1000L * bad), flow.Report.BadRows.Select(row => row.Line!.Value));
    }

    [Fact]
    public void Unknown_stations_beyond_the_allowed_share_are_refused()
    {
        var trips = Trips(
            ["2024-01-01 10:00,2024-01-01 10:10,A,B", "2024-01-01 10:00,2024-01-01 10:10,A,X"], Stations("A,0.5,7.5", "B,1.5,7.5"));

        AssertRefused(trips with { MaxBadShare = 0.1 }, "1 of 2 ends of trips have a time or a station");
    }

    [Theory]
    [InlineData("name,lat,lon", "A,7.5,0.5", "has no usual column for the station")]
    [InlineData("id,lat", "A,7.5", "has no usual column for the longitude")]
    [InlineData("id,lat,lon", "A,7.5,0.5;A,7.5,0.6", "has several places for station 'A' (id)")]
    [InlineData("id,lat,lon", "C,7.5,0.5", "none of its stations (start_station_id, as 'A') is in")]
    [InlineData("id,lat,lon", "A,97.5,0.5", "holds no station")]
    [InlineData("id,lat,lon", "A,7.5,0.5;B,1", "1 rows that are no row of the table")]
    public void What_is_no_table_of_these_stations_is_refused(string header, string rows, string problem)
    {
        var table = Flows.Write(_folder, "stations.csv", [header, .. rows.Split(';')]);
        AssertRefused(Trips(["2024-01-01 10:00,2024-01-01 10:10,A,B"], table), problem);
    }

    [Fact]
    public void Trips_with_places_or_without_stations_need_no_table()
    {
        var stations = Stations("A,0.5,7.5");
        var places = Flows.Write(_folder, "a.csv", "started_at,start_station_id,start_lng,start_lat", "2024-01-01 10:00,A,1,1");
        AssertRefused(Flows.Options(GridKind.Trips, places) with { Stations = stations }, "has places of its own ('start_lng')");
        var none = Flows.Write(_folder, "b.csv", "started_at,ended_at", "2024-01-01 10:00,2024-01-01 10:10");
        AssertRefused(Flows.Options(GridKind.Trips, none) with { Stations = stations }, "no usual column for the start's station");

        var without = Assert.Throws<BadInputException>(() => Flows.Build(Trips(["2024-01-01 10:00,2024-01-01 10:10,A,A"], null)));
        Assert.Equal(nameof(GridOptions.Stations), without.Setting);
        Assert.Contains("by stations alone ('start_station_id')", without.Message, StringComparison.Ordinal);
    }

    /// <summary>Tables with gaps turn the names of stations into fractions; the table may be Parquet, or GeoJSON.</summary>
    [Fact]
    public void Names_that_are_numbers_may_be_written_as_fractions()
    {
        var trips = Trips(["2024-01-01 10:00,2024-01-01 10:10,72.0,519", "2024-01-01 10:00,2024-01-01 10:10,72,"], null);
        string[] tables =
        [
            Compressed.Parquet(
                _folder, "stations.parquet", "SELECT unnest([72, 519]) AS id, 0.5 AS Longitude, unnest([7.5, 6.5]) AS Latitude"),
            Flows.Write(
                _folder, "stations.geojsonl",
                """{"type":"Feature","geometry":{"type":"Point","coordinates":[0.5,7.5]},"properties":{"station_id":72}}""",
                """{"type":"Feature","geometry":{"type":"Point","coordinates":[0.5,6.5]},"properties":{"station_id":"519"}}"""),
        ];

        Assert.All(tables, table =>
        {
            var flow = Flows.Build(trips with { Stations = table });
            Assert.Equal((2f, 1f), (flow.At("2024-01-01 10:00", 0, 0, 0), flow.At("2024-01-01 10:00", 1, 0, 1)));
        });
    }

    [Fact]
    public void A_city_is_made_of_trips_and_stations()
    {
        string[] rows = [.. Enumerable.Range(0, 200).Select(trip => Invariant(
            $"2024-01-{1 + (trip / 10):00} 10:00,2024-01-{1 + (trip / 10):00} 10:10,S{trip % 7},S{trip % 5}"))];
        var stations = Stations([.. Enumerable.Range(0, 7).Select(station => Invariant($"S{station},{5 + (0.01 * station)},52.5"))]);
        var trips = Trips(rows, stations) with { Box = null };
        var proposal = GridProposal.For(trips, new HashSet<string>(), TestContext.Current.CancellationToken);

        Assert.Equal(GridKind.Trips, proposal.Options.Kind);
        Assert.Equal(200, Flows.Build(proposal.Options).Report.Channels[1].Counted);
    }

    private GridOptions Trips(string[] rows, string? stations) =>
        Flows.Options(GridKind.Trips, Flows.Write(_folder, "trips.csv", [Header, .. rows])) with { Stations = stations };

    private string Stations(params string[] rows) => Flows.Write(_folder, "stations.csv", ["station_id,longitude,latitude", .. rows]);

    private static GriddedFlow? TryBuild(GridOptions options)
    {
        try
        {
            return Flows.Build(options);
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    private static void AssertRefused(GridOptions options, string problem)
    {
        var message = Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
