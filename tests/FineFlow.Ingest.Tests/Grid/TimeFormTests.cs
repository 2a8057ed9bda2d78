using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class TimeFormTests
{
    [Theory]
    [InlineData("2024-05-06 07:08:09", "2024-05-06 07:00", "2014-04-01 00:11:00")]
    [InlineData("2024-05-06T07:08", "2024-05-06 07:00", "2014-04-01 00:11:00")]
    [InlineData("2024/5/6 7:08:09.123456", "2024-05-06 07:00", "2014-04-01 00:11:00")]
    [InlineData("2024-05-06", "2024-05-06 00:00", "2014-04-01 00:11:00")]
    [InlineData("2024-05-06T07:08:09Z", "2024-05-06 09:00", "2014-04-01T00:11:00Z")]
    [InlineData("2024-05-06T07:08:09.5+02:00", "2024-05-06 07:00", "2014-04-01T00:11:00Z")]
    [InlineData("2024-05-06 07:08:09-0330", "2024-05-06 12:00", "2014-04-01T00:11:00Z")]
    [InlineData("2024-05-06 07:08:09 UTC", "2024-05-06 09:00", "2014-04-01T00:11:00Z")]
    [InlineData("1714979289", "2024-05-06 09:00", "seconds")]
    [InlineData("1714979289.75", "2024-05-06 09:00", "seconds")]
    [InlineData("1714979289750", "2024-05-06 09:00", "seconds")]
    [InlineData("1714979289750123", "2024-05-06 09:00", "seconds")]
    [InlineData("1714979289750123456", "2024-05-06 09:00", "seconds")]
    [InlineData("5/26/2024 7:08", "2024-05-26 07:00", "%m/%d/%Y %H:%M")]
    [InlineData("26/5/2024 7:08:09", "2024-05-26 07:00", "%d/%m/%Y %H:%M:%S")]
    [InlineData("05/26/2024 07:08:09 PM", "2024-05-26 19:00", "%m/%d/%Y %I:%M:%S %p")]
    [InlineData("6.5.2024 7:08", "2024-05-06 07:00", "%d.%m.%Y %H:%M")]
    public void Times_are_read_as_they_are_meant(string text, string slot, string form)
    {
        var flow = Count(text);
        Assert.Equal(1, flow.At(slot, 0, 0));
        Assert.StartsWith(form, flow.Report.TimeForm, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-02-30 10:00:00")]
    [InlineData("2024-05-06 25:00:00")]
    [InlineData("infinity")]
    [InlineData("12")]
    [InlineData("20240506")]
    [InlineData("now")]
    public void What_is_no_time_is_refused_as_a_column_and_dropped_as_a_row(string text)
    {
        Assert.Contains($"('{text}')", Assert.Throws<BadInputException>(() => Count(text)).Message, StringComparison.Ordinal);
        Assert.Equal(1, Count("2024-05-06 10:00:00", text).Report.Channels[0].Dropped[DropReason.BadTime]);
    }

    [Theory]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:00+05")]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:0Z")]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:0z")]
    [InlineData("2024-05-06 10:00:00", "2024-5-6 10:00:00-05")]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:-5")]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:00 PM")]
    [InlineData("2024-05-06 10:00:00Z", "2024-05-06 10:00:00")]
    [InlineData("2024-05-06 10:00:00Z", "1714979289")]
    public void A_row_of_another_form_than_the_others_is_dropped_rather_than_misread(string usual, string other) =>
        Assert.Equal(1, Count(usual, usual, other).Report.Channels[0].Dropped[DropReason.BadTime]);

    [Fact]
    public void The_order_of_day_and_month_is_told_by_all_rows_and_else_by_the_user()
    {
        string[] firstDays = [.. Enumerable.Repeat("4/1/2024 10:00", 10_001)];
        Assert.Equal(10_001, Count([.. firstDays, "4/13/2024 10:00"]).At("2024-04-01 10:00", 0, 0));
        Assert.Equal(10_001, Count([.. firstDays, "13/4/2024 10:00"]).At("2024-01-04 10:00", 0, 0));
        Assert.Contains("'%m/%d/%Y %H:%M' or '%d/%m/%Y %H:%M'", Assert.Throws<BadInputException>(() => Count(firstDays)).Message, StringComparison.Ordinal);
        Assert.Equal(1, CountAs("%d/%m/%Y %H:%M", "4/1/2024 10:00").At("2024-01-04 10:00", 0, 0));
    }

    [Theory]
    [InlineData("TIMESTAMP '2024-05-06 07:08:09'", "2024-05-06 07:00")]
    [InlineData("TIMESTAMPTZ '2024-05-06 07:08:09+00'", "2024-05-06 09:00")]
    [InlineData("TIMESTAMP_NS '2024-05-06 07:08:09'", "2024-05-06 07:00")]
    [InlineData("DATE '2024-05-06'", "2024-05-06 00:00")]
    [InlineData("1714979289::INTEGER", "2024-05-06 09:00")]
    [InlineData("1714979289750.0::DOUBLE", "2024-05-06 09:00")]
    [InlineData("'2024-05-06T07:08:09Z'", "2024-05-06 09:00")]
    public void Types_of_parquet_are_read_as_they_are_meant(string value, string slot)
    {
        using var folder = new TemporaryFolder();
        var file = Compressed.Parquet(folder, "a.parquet", $"SELECT {value} AS time, 0.5::DECIMAL(9,6) AS lon, '7.5' AS lat");
        Assert.Equal(1, Flows.Build(Flows.Options(GridKind.Events, file) with { Zone = "Europe/Berlin" }).At(slot, 0, 0));
    }

    [Fact]
    public void Times_in_utc_need_the_citys_zone()
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(GridKind.Events, Flows.Write(folder, "a.csv", "time,lon,lat", "2024-05-06 07:08:09,0.5,7.5"));
        Assert.Equal(1, Flows.Build(options).At("2024-05-06 07:00", 0, 0));
        Assert.Contains("time zone", Assert.Throws<BadInputException>(() => Flows.Build(options with { Clock = InputClock.Utc })).Message, StringComparison.Ordinal);
        Assert.Equal(1, Flows.Build(options with { Clock = InputClock.Utc, Zone = "Asia/Kathmandu" }).At("2024-05-06 12:00", 0, 0));
    }

    private static GriddedFlow Count(params string[] times) => CountAs(null, times);

    private static GriddedFlow CountAs(string? format, params string[] times)
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "a.csv", ["time,lon,lat", .. times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time},0.5,7.5"))]);
        return Flows.Build(Flows.Options(GridKind.Events, file) with { Zone = "Europe/Berlin", TimeFormat = format });
    }
}
