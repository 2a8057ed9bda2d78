using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tests.Grid;

namespace FineFlow.Ingest.Tests.External;

public class ExternalTests
{
    [Fact]
    public void A_slot_has_the_nearest_earlier_observation_of_each_quantity_and_the_clock()
    {
        using var folder = new TemporaryFolder();
        var weather = Flows.Write(
            folder, "weather.csv", "when,temp,wind,sky", "2024-06-07 09:00,20.5,3,Clear", "2024-06-07 09:40,21,,Rain",
            "2024-06-07 10:00,22,5,", "2024-06-07 10:01,99,7,Fog");
        var external = Join(
            folder,
            new() { Weather = weather, Columns = new() { Temperature = "temp", Wind = "wind", Conditions = "sky" } },
            "2024-06-07 09:30",
            "2024-06-07 10:00",
            "2024-06-08 00:00");
        Assert.Equal([20.5f, 3, 0, 0, 5, 9, 1], external[0]);
        Assert.Equal([22, 5, 0, 0, 5, 10, 4], external[1]);
        Assert.Equal([22, 7, 0, 1, 6, 0, 15], external[2]);
    }

    [Fact]
    public void Gaps_are_filled_and_reported_with_their_age()
    {
        using var folder = new TemporaryFolder();
        var options = new ExternalOptions
        {
            Weather = Flows.Write(folder, "weather.csv", "time,temp,wind", "2024-01-01 02:00,5,oops", "2024-01-01 08:00,7,", "no time,8,3"),
            Columns = new() { Temperature = "temp" },
        };
        var flow = Build(
            folder, options, "2024-01-01 01:00", "2024-01-01 02:00", "2024-01-01 05:00", "2024-01-01 06:00", "2024-01-01 07:30");
        Assert.Equal([5, 5, 5, 5, 5], flow.Splits[0].External!.Values.Chunk(7).Select(row => row[0]));
        Assert.Equal(
            new SeriesReport("temperature", "temp", 2, 0, FilledSlots: 2, SlotsBeforeFirst: 1, OldestHours: 5.5),
            flow.Report.External.Series[0]);
        Assert.Equal(1, flow.Report.External.UnreadableTimes);
        Assert.Equal(
            [
                "temperature", "wind_speed (not known, 0)", "holiday (not known, 0)", "weekend", "day_of_week", "hour",
                "weather (not known, 0)"],
            flow.Manifest.Externals!.Names);
        Assert.True(flow.Manifest.Externals.IsTaxiBj);
    }

    [Fact]
    public void Units_are_converted_and_a_wrong_unit_is_noticed()
    {
        using var folder = new TemporaryFolder();
        var weather = Flows.Write(folder, "weather.csv", "time,temp,wind,rain", "2024-01-01 02:00,86,10,0.2", "2024-01-01 03:00,95,10,0");
        var options = new ExternalOptions
        {
            Weather = weather,
            Columns = new() { Temperature = "temp", Wind = "wind", Precipitation = "rain" },
            Temperature = TemperatureUnit.F,
            Wind = WindUnit.Ms,
            Precipitation = PrecipitationUnit.In,
        };
        Assert.Equal([30, 22.37f, 0, 0, 1, 2, 6], Join(folder, options, "2024-01-01 02:00")[0]);
        var failure = Assert.Throws<BadInputException>(
            () => Join(folder, options with { Temperature = TemperatureUnit.C }, "2024-01-01 02:00"));
        Assert.Contains("column 'temp': 2 of 2 values are unusable", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time", "Z")]
    [InlineData("time_utc", "")]
    public void Observations_in_utc_are_brought_to_the_citys_clock(string column, string zone)
    {
        using var folder = new TemporaryFolder();
        var weather = Flows.Write(
            folder, "weather.csv", $"{column},temp", $"2024-01-01T13:00:00{zone},1", $"2024-01-01T14:00:00{zone},2");
        var options = new ExternalOptions { Weather = weather, Columns = new() { Temperature = "temp" } };
        Assert.Throws<BadInputException>(() => Join(folder, options, "2024-01-01 08:30"));
        var flow = Flows.Build(Events(folder, "2024-01-01 08:30") with { External = options, Zone = "America/New_York" });
        Assert.Equal(1, flow.Splits[0].External!.Row(0)[0]);
    }

    [Fact]
    public void Standard_time_all_year_is_an_hour_behind_the_clock_in_summer()
    {
        using var folder = new TemporaryFolder();
        var weather = Flows.Write(
            folder, "weather.csv", "time,temp", "2024-01-15 08:00,1", "2024-01-15 09:00,2", "2024-07-15 08:00,3", "2024-07-15 09:00,4");
        var options = new ExternalOptions { Weather = weather, Columns = new() { Temperature = "temp" }, Clock = InputClock.Standard };
        Assert.Contains(
            "the city's time zone is expected",
            Assert.Throws<BadInputException>(() => Join(folder, options, "2024-01-15 08:30")).Message,
            StringComparison.Ordinal);
        var events = Events(folder, "2024-01-15 08:30", "2024-07-15 08:30", "2024-07-15 09:30");
        var flow = Flows.Build(events with { External = options, Zone = "America/New_York" });
        Assert.Equal([1, 2, 3], flow.Splits[0].External!.Values.Chunk(7).Select(row => row[0]));
    }

    [Theory]
    [InlineData("America/New_York", "2024-07-15 09:00", "2024-07-15 10:00")]
    [InlineData("America/New_York", "2024-12-15 09:00", "2024-12-15 09:00")]
    [InlineData("Australia/Sydney", "2024-01-15 09:00", "2024-01-15 10:00")]
    [InlineData("Europe/Dublin", "2024-07-15 09:00", "2024-07-15 10:00")]
    [InlineData("Asia/Tokyo", "2024-07-15 09:00", "2024-07-15 09:00")]
    [InlineData("Europe/Istanbul", "2018-07-15 09:00", "2018-07-15 09:00")]
    public void Events_in_standard_time_are_brought_to_the_clock(string zone, string time, string slot)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(1, Flows.Build(Events(folder, time) with { Clock = InputClock.Standard, Zone = zone }).At(slot, 7, 1));
    }

    [Theory]
    [InlineData("0.03s", 5)]
    [InlineData("0.0s", 1)]
    [InlineData("T", 5)]
    [InlineData("Ts", 5)]
    [InlineData("t*", 5)]
    [InlineData("0.9*", 8)]
    [InlineData("1", 8)]
    public void A_trace_and_letters_of_quality_are_values(string precipitation, int weather)
    {
        using var folder = new TemporaryFolder();
        var options = new ExternalOptions
        {
            Weather = Flows.Write(
                folder,
                "w.csv",
                "DATE,HourlyPrecipitation,HourlyDryBulbTemperature,HourlyWindSpeed",
                $"2024-01-01T02:51:00,{precipitation},72s,7*"),
            Columns = new() { Precipitation = "HourlyPrecipitation", Temperature = "HourlyDryBulbTemperature", Wind = "HourlyWindSpeed" },
            Temperature = TemperatureUnit.F,
            Precipitation = PrecipitationUnit.In,
        };
        Assert.Equal([22.22f, 7, 0, 0, 1, 3, weather], Join(folder, options, "2024-01-01 03:00")[0]);
    }

    [Theory]
    [InlineData("20F")]
    [InlineData("20 C")]
    [InlineData("M")]
    [InlineData("*")]
    [InlineData("20kn")]
    public void Units_and_marks_of_missing_values_are_no_letters_of_quality(string temperature)
    {
        using var folder = new TemporaryFolder();
        var options = new ExternalOptions
        {
            Weather = Flows.Write(folder, "w.csv", "time,temp", "2024-01-01 02:00,5", $"2024-01-01 03:00,{temperature}"),
            Columns = new() { Temperature = "temp" },
        };
        Assert.Equal(1, Build(folder, options, "2024-01-01 04:00").Report.External.Series[0].Refused);
    }

    [Fact]
    public void A_day_and_an_hour_of_observations_are_joined_and_days_alone_are_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new ExternalOptions
        {
            Weather = Flows.Write(folder, "w.csv", "date,hour,temp", "2024-01-01,2,5", "2024-01-01,3,6", "2024-01-02,2,7"),
            Columns = new() { Temperature = "temp", Time = "date,hour" },
        };
        Assert.Equal(6, Join(folder, options, "2024-01-01 03:30")[0][0]);
        var failure = Assert.Throws<BadInputException>(
            () => Join(folder, options with { Columns = new() { Temperature = "temp" } }, "2024-01-01 03:30"));
        Assert.Contains("as \"date,hour\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_of_two_orders_and_unknown_times_are_asked_for_in_weather_and_holidays()
    {
        using var folder = new TemporaryFolder();
        var days = new ExternalOptions { Holidays = Flows.Write(folder, "days.csv", "name,day", "One,1/2/2024", "Two,3/4/2024") };
        var refusal = Assert.Throws<BadInputException>(() => Join(folder, days, "2024-02-01 03:30"));
        Assert.EndsWith("; say which", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("External.TimeFormats", refusal.Setting);
        Assert.Equal(1, Join(folder, days with { TimeFormats = ["%d/%m/%Y"] }, "2024-02-01 03:30")[0][2]);
        var weather = new ExternalOptions
        {
            Weather = Flows.Write(folder, "w.csv", "station,time,temp", "12345678901,202401010200,5", "12345678901,202401010300,6"),
            Columns = new() { Temperature = "temp" },
        };
        Assert.Contains(
            "'%Y%m%d%H%M'",
            Assert.Throws<BadInputException>(() => Join(folder, weather, "2024-01-01 03:30")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_are_no_rows_are_reported_and_a_quote_that_does_not_end_is_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new ExternalOptions
        {
            Weather = Flows.Write(
                folder, "w.csv", "time,temp,sky", "2024-01-01 02:00,5,Fair", "2024-01-01 03:00", "2024-01-01 04:00,6,Fair"),
            Columns = new() { Temperature = "temp" },
        };
        Assert.Equal(1, Build(folder, options, "2024-01-01 04:00").Report.External.UnreadableTimes);
        Flows.Write(folder, "w.csv", "time,temp,sky", "2024-01-01 02:00,5,Fair", "2024-01-01 03:00,5,\"Fair", "2024-01-01 04:00,6,Fair");
        Assert.Contains(
            "a quote opens a value and does not end",
            Assert.Throws<BadInputException>(() => Join(folder, options, "2024-01-01 04:00")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_reported_with_what_became_of_them_and_precipitation_helps_out()
    {
        using var folder = new TemporaryFolder();
        var options = new ExternalOptions
        {
            Weather = Flows.Write(
                folder,
                "w.csv", "time,sky,mm", "2024-01-01 01:00,Fair,0", "2024-01-01 02:00,Glorp,9", "2024-01-01 03:00,Fair,9",
                "2024-01-01 04:00,Glorp,"),
            Columns = new() { Conditions = "sky", Precipitation = "mm" },
        };
        var flow = Build(folder, options, "2024-01-01 01:00", "2024-01-01 02:00", "2024-01-01 03:00", "2024-01-01 04:00");
        Assert.Equal([1, 7, 1, 1], flow.Splits[0].External!.Values.Chunk(7).Select(row => row[6]));
        Assert.Equal([new("Fair", "sunny", 2), new("Glorp", null, 2)], flow.Report.External.Conditions);
        Assert.Equal(1, flow.Report.External.Series[2].Refused);
    }

    [Theory]
    [InlineData("date", "2024-01-02")]
    [InlineData("name,date", "New Year,1/1/2024", "After,2/13/2024", "The day,1/2/2024")]
    public void Holidays_are_days_of_the_local_clock(params string[] lines)
    {
        using var folder = new TemporaryFolder();
        var external = Join(
            folder,
            new() { Holidays = Flows.Write(folder, "days.csv", lines) },
            "2024-01-02 00:00",
            "2024-01-02 23:00",
            "2024-01-03 00:00");
        Assert.Equal([1, 1, 0], external.Select(row => row[2]));
    }

    [Fact]
    public void Without_weather_and_holidays_the_clock_alone_is_known()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal([0, 0, 0, 1, 7, 23, 0], Join(folder, new(), "2024-01-07 23:10")[0]);
    }

    [Fact]
    public void A_weather_file_without_a_named_column_is_refused()
    {
        using var folder = new TemporaryFolder();
        var weather = Flows.Write(folder, "w.csv", "time,temp", "2024-01-01 01:00,1");
        Assert.Contains(
            "no column is named",
            Assert.Throws<BadInputException>(() => Join(folder, new() { Weather = weather }, "2024-01-01 01:00")).Message,
            StringComparison.Ordinal);
        var absent = new ExternalOptions { Weather = weather, Columns = new() { Wind = "wind" } };
        Assert.Contains(
            "has no column 'wind' for the weather; it has time, temp",
            Assert.Throws<BadInputException>(() => Join(folder, absent, "2024-01-01 01:00")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_gets_weather_afterwards_and_keeps_all_else()
    {
        using var folder = new TemporaryFolder();
        var options = Events(folder, [.. Enumerable.Range(0, 20).Select(hour => $"2024-01-01 {hour:00}:00")]) with { Split = new() };
        FlowGrid.Write(folder.File("city"), options, cancellationToken: TestContext.Current.CancellationToken);
        var before = DatasetFolder.Load(folder.File("city"), new() { Strict = true });
        var weather = Flows.Write(folder, "w.csv", "time,temp", "2024-01-01 10:00,12.5");
        var report = ExternalJoin.Write(
            folder.File("city"), folder.File("city"), new() { Weather = weather, Columns = new() { Temperature = "temp" } },
            overwrite: true);

        var after = DatasetFolder.Load(folder.File("city"), new() { Strict = true });
        Assert.Equal((10, 6), (report.Series[0].SlotsBeforeFirst, report.Series[0].FilledSlots));
        Assert.All(after.Splits, split => Assert.Equal(12.5f, split.External!.Row(0)[0]));
        Assert.Equal(before.Splits.SelectMany(split => split.Fine.Values), after.Splits.SelectMany(split => split.Fine.Values));
        Assert.Equal(before.Manifest.BoundingBox, after.Manifest.BoundingBox);
        Assert.Equal("temperature", after.Manifest.Externals!.Names[0]);
    }

    [Fact]
    public void A_dataset_without_times_is_refused()
    {
        using var folder = new TemporaryFolder();
        DatasetFolder.Write(folder.File("city"), new(), [new(SplitNames.Train, new(new(1, 1, 2, 2)), new(new(1, 1, 4, 4)))]);
        var failure = Assert.Throws<BadInputException>(
            () => ExternalJoin.Write(folder.File("city"), folder.File("city"), new(), overwrite: true));
        Assert.Contains("train has no time.npy", failure.Message, StringComparison.Ordinal);
    }

    private static float[][] Join(TemporaryFolder folder, ExternalOptions external, params string[] times) =>
        [.. Build(folder, external, times).Splits[0].External!.Values.Chunk(TaxiBjColumns.Count)];

    private static GriddedFlow Build(TemporaryFolder folder, ExternalOptions external, params string[] times) =>
        Flows.Build(Events(folder, times) with { External = external });

    /// <summary>One event at each time; slots of ten minutes.</summary>
    private static GridOptions Events(TemporaryFolder folder, params string[] times) => Flows.Options(
        GridKind.Events,
        Flows.Write(folder, "events.csv", ["time,lon,lat", .. times.Select(time => $"{time},1,1")])) with
    { SlotMinutes = 10 };
}
