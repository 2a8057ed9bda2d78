using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class TimeFormTests
{
    [Theory]
    [InlineData("2024-05-06 07:08:09", "2024-05-06 07:00", "2014-04-01 00:11:00")]
    [InlineData("2024-05-06T07:08", "2024-05-06 07:00", "2014-04-01 00:11:00")]
    [InlineData("2024/5/6 7:08:09.123456", "2024-05-06 07:00", "2014-04-01 00:11:00")]
    [InlineData("2024-05-06 09:04 PM", "2024-05-06 21:00", "2014-04-01 00:11:00")]
    [InlineData("2024-05-06T07:08:09Z", "2024-05-06 09:00", "2014-04-01T00:11:00Z")]
    [InlineData("2021-08-06T10:01Z", "2021-08-06 12:00", "2014-04-01T00:11:00Z")]
    [InlineData("2021-08-06 10:01 +01:00", "2021-08-06 11:00", "2014-04-01T00:11:00Z")]
    [InlineData("2024-05-06T07:08:09.5+02:00", "2024-05-06 07:00", "2014-04-01T00:11:00Z")]
    [InlineData("2024-05-06 07:08:09-0330", "2024-05-06 12:00", "2014-04-01T00:11:00Z")]
    [InlineData("2024-05-06 07:08:09 UTC", "2024-05-06 09:00", "2014-04-01T00:11:00Z")]
    [InlineData("1714979289", "2024-05-06 09:00", "seconds")]
    [InlineData("1714979289.75", "2024-05-06 09:00", "seconds")]
    [InlineData("1714979289750", "2024-05-06 09:00", "milliseconds")]
    [InlineData("1714979289750123", "2024-05-06 09:00", "microseconds")]
    [InlineData("1714979289750123456", "2024-05-06 09:00", "nanoseconds")]
    [InlineData("5/26/2024 7:08", "2024-05-26 07:00", "month/day/year")]
    [InlineData("26/5/2024 7:08:09", "2024-05-26 07:00", "day/month/year")]
    [InlineData("05/26/2024 07:08:09 PM", "2024-05-26 19:00", "month/day/year")]
    [InlineData("1/27/2022 09:04 AM", "2022-01-27 09:00", "month/day/year")]
    [InlineData("1/27/2022 12:04 AM", "2022-01-27 00:00", "month/day/year")]
    [InlineData("1/27/2022 9:04:05.250", "2022-01-27 09:00", "month/day/year")]
    [InlineData("25-01-2024 00:30:00", "2024-01-25 00:00", "day/month/year")]
    [InlineData("01-25-2024 13:00:00", "2024-01-25 13:00", "month/day/year")]
    [InlineData("\"1/25/2024, 8:00:00 PM\"", "2024-01-25 20:00", "month/day/year")]
    [InlineData("6.5.2024 7:08", "2024-05-06 07:00", "day.month.year")]
    [InlineData("20240506 07:08:09", "2024-05-06 07:00", "20140401 00:11")]
    [InlineData("20240506T0708", "2024-05-06 07:00", "20140401 00:11")]
    public void Times_are_read_as_they_are_meant(string text, string slot, string form)
    {
        var flow = Count(text);
        Assert.Equal(1, flow.At(slot, 0, 0));
        Assert.StartsWith(form, flow.Report.TimeForm, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-02-30 10:00:00")]
    [InlineData("2024-05-06 25:00:00")]
    [InlineData("1/32/2024 10:00")]
    [InlineData("infinity")]
    [InlineData("12")]
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
    [InlineData("2024-05-06 10:00:00", "2024-05-06")]
    [InlineData("2024-05-06 10:00:00", "20240506")]
    [InlineData("2024-05-06 10:00:00", "202405061000")]
    [InlineData("2024-05-06 10:00:00", "1714979289")]
    [InlineData("5/26/2024 10:00", "26/5/2024 10:00")]
    [InlineData("5/26/2024 10:00", "5/26/24 10:00")]
    [InlineData("1714979289", "1714979289000")]
    public void A_time_that_contradicts_the_others_is_refused_wherever_it_stands(string usual, string other)
    {
        foreach (var times in new[] { (string[])[usual, usual, other], [.. Enumerable.Repeat(usual, 10_001), other] })
        {
            var message = Assert.Throws<BadInputException>(() => Count(times)).Message;
            Assert.Contains(other, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Theory]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:-5")]
    [InlineData("2024-05-06 10:00:00", "2024-05-06 10:00:00 XM")]
    [InlineData("2024-05-06 10:00:00Z", "2024-05-06 10:00:00Q")]
    public void A_row_without_a_time_is_dropped(string usual, string other) =>
        Assert.Equal(1, Count(usual, usual, other).Report.Channels[0].Dropped[DropReason.BadTime]);

    [Fact]
    public void Forms_that_cannot_be_taken_for_each_other_stand_side_by_side_in_a_file()
    {
        var flow = Count("1/25/2024 0:00", "1/25/2024 00:30:00", "01-25-2024 12:10 AM", "2024-01-25 00:59:59", "2024/1/25 0:01");
        Assert.Equal(5, flow.At("2024-01-25 00:00", 0, 0));
        Assert.Equal(2, Count("2024-05-06 10:00:00Z", "1714989600").At("2024-05-06 12:00", 0, 0));
    }

    [Fact]
    public void The_order_of_day_and_month_is_told_by_all_rows_and_else_by_the_user()
    {
        string[] firstDays = [.. Enumerable.Repeat("4/1/2024 10:00", 10_001)];
        Assert.Equal(10_001, Count([.. firstDays, "4/13/2024 10:00"]).At("2024-04-01 10:00", 0, 0));
        Assert.Equal(10_001, Count([.. firstDays, "13/4/2024 10:00"]).At("2024-01-04 10:00", 0, 0));
        Assert.Contains(
            "'%m/%d/%Y %H:%M' or '%d/%m/%Y %H:%M' ('4/1/2024 10:00'); say which",
            Assert.Throws<BadInputException>(() => Count(firstDays)).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, CountAs("%d/%m/%Y %H:%M", "4/1/2024 10:00").At("2024-01-04 10:00", 0, 0));
    }

    [Theory]
    [InlineData("TIMESTAMP '2024-05-06 07:08:09'", "2024-05-06 07:00")]
    [InlineData("TIMESTAMPTZ '2024-05-06 07:08:09+00'", "2024-05-06 09:00")]
    [InlineData("TIMESTAMP_NS '2024-05-06 07:08:09'", "2024-05-06 07:00")]
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
        Assert.Contains(
            "time zone",
            Assert.Throws<BadInputException>(() => Flows.Build(options with { Clock = InputClock.Utc })).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, Flows.Build(options with { Clock = InputClock.Utc, Zone = "Asia/Kathmandu" }).At("2024-05-06 12:00", 0, 0));
    }

    private static GriddedFlow Count(params string[] times) => CountAs(null, times);

    private static GriddedFlow CountAs(string? format, params string[] times)
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "a.csv", ["time,lon,lat", .. times.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time},0.5,7.5"))]);
        return Flows.Build(
            Flows.Options(GridKind.Events, file) with { Zone = "Europe/Berlin", TimeFormats = format is null ? [] : [format] });
    }
}
