using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Days in one column and the time of day in another.</summary>
public class JoinedTimeTests
{
    [Theory]
    [InlineData("date,hour", "2024-01-01,8", "2024-01-01,17")]
    [InlineData("date,hour", "20240101,08", "20240101,17")]
    [InlineData("date,occurrence time", "2024-01-01,8:15", "2024-01-01,17:00")]
    [InlineData("CRASH DATE,CRASH TIME", "01/13/2024,2:39", "01/14/2024,14:20")]
    [InlineData("day,hhmm", "13.1.2024,0830", "13.1.2024,1700")]
    public void Days_alone_are_refused_where_slots_are_shorter_and_the_time_of_day_is_pointed_out(string names, params string[] rows)
    {
        using var folder = new TemporaryFolder();
        var (day, time) = (names.Split(',')[0], names.Split(',')[1]);
        var options = Options(folder, names, rows) with { Columns = new() { Time = day } };
        var message = Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
        Assert.Contains($"column '{day}' has 2 days without a time of day", message, StringComparison.Ordinal);
        Assert.Contains($"column '{time}' seems to hold the time of day: join them as \"{day},{time}\"", message, StringComparison.Ordinal);
        Assert.Equal(2, Flows.Build(options with { SlotMinutes = 1440 }).Report.Channels[0].Counted);
    }

    [Fact]
    public void Midnight_for_all_of_many_times_is_no_time_of_day()
    {
        using var folder = new TemporaryFolder();
        string[] midnights = [.. Enumerable.Range(1, 30).Select(day => $"2024-01-{day:00}T00:00:00.000,x")];
        Assert.Contains(
            "has midnight as the time of all its days",
            Assert.Throws<BadInputException>(() => Flows.Build(Options(folder, "time,note", midnights))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "column 'CRASH TIME' seems to hold the time of day",
            Assert.Throws<BadInputException>(() => Flows.Build(Options(folder, "time,CRASH TIME", "2024-01-01T00:00:00.000,2:39"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            1, Flows.Build(Options(folder, "time,note", [.. midnights, "2024-01-30T00:15:00.000,x"])).At("2024-01-05 00:00", 0, 0));
    }

    [Theory]
    [InlineData("day,hour", "2024-01-13,8", "2024-01-13 08:00")]
    [InlineData("day,hour", "2024-01-13,8.0", "2024-01-13 08:00")]
    [InlineData("day,hour", "2024-01-13T00:00:00.000,23", "2024-01-13 23:00")]
    [InlineData("day,hour", "01/13/2024 12:00:00 AM,0", "2024-01-13 00:00")]
    [InlineData("day,time", "1/13/2024,8:59 PM", "2024-01-13 20:00")]
    [InlineData("day,time", "13-1-2024,8 am", "2024-01-13 08:00")]
    [InlineData("day,time", "20240113,17:05:09", "2024-01-13 17:00")]
    [InlineData("day,time", "20240113,2359", "2024-01-13 23:00")]
    [InlineData("day,time", "13.1.2024,900", "2024-01-13 09:00")]
    [InlineData("day,time", "2024/1/13,90530", "2024-01-13 09:00")]
    [InlineData("day,h,m", "2024-01-13,7,5", "2024-01-13 07:00")]
    [InlineData("day,h,m,s", "2024-01-13,7,59,59", "2024-01-13 07:00")]
    public void A_day_and_a_time_of_day_are_joined(string names, string row, string slot)
    {
        using var folder = new TemporaryFolder();
        var flow = Flows.Build(
            Options(folder, names, row) with { Columns = new() { Time = names.Replace(",", " , ", StringComparison.Ordinal) } });
        Assert.Equal(1, flow.At(slot, 0, 0));
    }

    [Fact]
    public void Numbers_of_hours_and_minutes_are_told_from_hours_by_all_rows()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder, "day,time", "2024-01-13,5", "2024-01-13,1200", "2024-01-13,2400", "2024-01-13,1299");
        var flow = Flows.Build(options with { Columns = new() { Time = "day,time" } });
        Assert.Equal((1, -1, 1), (flow.At("2024-01-13 00:00", 0, 0), flow.At("2024-01-13 05:00", 0, 0), flow.At("2024-01-14 00:00", 0, 0)));
        Assert.Equal(1, flow.Report.Channels[0].Dropped[DropReason.BadTime]);
    }

    [Fact]
    public void Hours_from_1_to_24_are_refused_since_they_may_be_ends()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder, "day,hour", "2024-01-13,1", "2024-01-13,24") with { Columns = new() { Time = "day,hour" } };
        Assert.Contains(
            "column 'hour' has the hour 24; 0 to 23 are expected",
            Assert.Throws<BadInputException>(() => Flows.Build(options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_whose_name_has_a_comma_is_meant_before_two_columns_are()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder, "\"day,hour\",day,hour", "2024-01-13 10:00,2024-01-13,8") with
        {
            Columns = new() { Time = "day,hour" },
        };
        Assert.Equal(1, Flows.Build(options).At("2024-01-13 10:00", 0, 0));
        Assert.Contains(
            "has no column 'minute'",
            Assert.Throws<BadInputException>(() => Flows.Build(options with { Columns = new() { Time = "day,minute" } })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Both_ends_of_trips_and_the_positions_of_traces_are_joined_in_csv_and_parquet()
    {
        using var folder = new TemporaryFolder();
        var trips = Flows.Write(folder, "trips.csv", "d1,h1,lon,lat,d2,h2,lon2,lat2", "2024-01-13,8,0.5,7.5,2024-01-13,9,1.5,7.5");
        var parquet = Compressed.Parquet(
            folder, "trips.parquet",
            "SELECT DATE '2024-01-13' AS d1, 8 AS h1, 0.5 AS lon, 7.5 AS lat, TIMESTAMP '2024-01-13' AS d2, TIME '09:10:00' AS h2, "
            + "1.5 AS lon2, 7.5 AS lat2");
        foreach (var file in new[] { trips, parquet })
        {
            var flow = Flows.Build(Flows.Options(GridKind.Trips, file) with
            {
                Columns = new()
                {
                    Time = "d1,h1",
                    EndTime = "d2,h2",
                    Longitude = "lon",
                    Latitude = "lat",
                    EndLongitude = "lon2",
                    EndLatitude = "lat2",
                },
            });
            Assert.Equal((1, 1), (flow.At("2024-01-13 08:00", 0, 0), flow.At("2024-01-13 09:00", 0, 1, channel: 1)));
        }

        var traces = Flows.Write(
            folder, "traces.csv", "vehicle,day,time,lon,lat", "a,2024-01-13,10:04,1.5,7.5", "a,2024-01-13,10:00,0.5,7.5");
        var moves = Flows.Build(Flows.Options(GridKind.Traces, traces) with { Columns = new() { Time = "day,time" } });
        Assert.Equal((1, 1), (moves.At("2024-01-13 10:00", 0, 0), moves.At("2024-01-13 10:00", 0, 1, channel: 1)));
    }

    private static GridOptions Options(TemporaryFolder folder, string names, params string[] rows) => Flows.Options(
        GridKind.Events, Flows.Write(folder, "a.csv", [$"{names},lon,lat", .. rows.Select(row => $"{row},0.5,7.5")])) with
    { Columns = new() { Time = names.Split(',')[0] } };
}
