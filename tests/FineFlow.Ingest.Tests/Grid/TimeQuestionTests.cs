using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Times that can be read in two ways are not read in either, until the user says which is meant.</summary>
public class TimeQuestionTests
{
    [Theory]
    [InlineData("'%Y%m%d%H%M'", "202401010800", "202401011700")]
    [InlineData("'%Y%m%d%H%M%S'", "20240101080000", "20240101170000")]
    [InlineData("'%Y%m%d%H'", "2024010108", "2024010117")]
    [InlineData("'%y%m%d%H%M' or 'seconds'", "1401250000", "1401250859")]
    [InlineData("'%y%m%d%H%M' or 'seconds'", "1401250000")]
    [InlineData("'%y%m%d%H%M%S'", "240101080000", "240101170000")]
    [InlineData("'%Y%m%d%H%M%S%g'", "20240101080000123")]
    [InlineData("'%m/%d/%y'", "9/22/24", "9/23/24")]
    [InlineData("'%m/%d/%y %H:%M' or '%d/%m/%y %H:%M' or '%y/%m/%d %H:%M'", "9/10/11 8:15")]
    [InlineData("'%m/%d/%Y %H:%M' or '%d/%m/%Y %H:%M'", "1/2/2024 8:15", "3/4/2024 8:15")]
    [InlineData("'%m-%d-%Y %H:%M:%S' or '%d-%m-%Y %H:%M:%S'", "01-02-2024 08:15:00")]
    public void What_can_be_read_in_two_ways_is_asked(string formats, params string[] times)
    {
        var refusal = Assert.Throws<BadInputException>(() => Count([], times));
        Assert.Contains($"may be {formats} ('", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("; say which", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(nameof(GridOptions.TimeFormats), refusal.Setting);
    }

    [Theory]
    [InlineData("%Y%m%d%H%M", "202401010800", "2024-01-01 08:00")]
    [InlineData("%Y%m%d%H%M%S", "20240101080000", "2024-01-01 08:00")]
    [InlineData("%y%m%d%H%M", "1401250000", "2014-01-25 00:00")]
    [InlineData("seconds", "1401250000", "2014-05-28 06:00")]
    [InlineData("milliseconds", "202401010800", "1976-05-31 15:00")]
    [InlineData("%m/%d/%y %H:%M", "9/10/11 8:15", "2011-09-10 08:00")]
    [InlineData("%d/%m/%Y %H:%M", "1/2/2024 8:15", "2024-02-01 08:00")]
    public void The_format_answers(string format, string time, string slot) => Assert.Equal(1, Count([format], time).At(slot, 0, 0));

    [Fact]
    public void Several_formats_are_tried_in_their_order_and_another_one_is_still_refused()
    {
        string[] formats = ["%m/%d/%y %H:%M", "%m/%d/%y"];
        Assert.Equal(2, Count(formats, "9/22/24 0:15", "9/22/24").At("2024-09-22 00:00", 0, 0));
        Assert.Contains(
            "'2024-09-22 08:00'",
            Assert.Throws<BadInputException>(() => Count(formats, "9/22/24 0:15", "2024-09-22 08:00")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Of ten thousand seconds in a row, 1440 are minutes of a day in two digits each.</summary>
    [Fact]
    public void Seconds_since_1970_are_told_by_values_that_cannot_be_dates()
    {
        var flow = Count([], [.. Enumerable.Range(0, 10_000).Select(second => $"{1401250000 + second}")]);
        Assert.Equal(10_000, flow.Report.Channels[0].Counted);
        Assert.StartsWith("seconds", flow.Report.TimeForm, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("202401010800::BIGINT")]
    [InlineData("202401010800::DOUBLE")]
    [InlineData("'202401010800'")]
    public void Numbers_of_parquet_are_asked_for_as_well(string value)
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(
            GridKind.Events, Compressed.Parquet(folder, "a.parquet", $"SELECT {value} AS time, 0.5 AS lon, 7.5 AS lat"));
        Assert.Contains(
            "may be '%Y%m%d%H%M'", Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
        Assert.Equal(1, Flows.Build(options with { TimeFormats = ["%Y%m%d%H%M"] }).At("2024-01-01 08:00", 0, 0));
    }

    [Theory]
    [InlineData("TIMESTAMP '2024-01-01 10:00:00'", "DATE '2024-01-02'")]
    [InlineData("TIMESTAMP '2024-01-01 10:00:00'", "TIMESTAMPTZ '2024-01-01 10:00:00+05'")]
    public void Parquet_files_with_times_of_different_types_are_refused_in_either_order(string one, string other)
    {
        using var folder = new TemporaryFolder();
        string[] files =
        [
            .. new[] { one, other }.Select(
                (value, index) => Compressed.Parquet(folder, $"{index}.parquet", $"SELECT {value} AS time, 0.5 AS lon, 7.5 AS lat")),
        ];
        foreach (var inputs in new[] { files, [.. files.Reverse()] })
        {
            var failure = Assert.Throws<BadInputException>(
                () => Flows.Build(Flows.Options(GridKind.Events, inputs) with { SlotMinutes = 1440 }));
            Assert.Contains("one type is expected", failure.Message, StringComparison.Ordinal);
        }
    }

    private static GriddedFlow Count(string[] formats, params string[] times)
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "a.csv", ["time,lon,lat", .. times.Select(time => $"{time},0.5,7.5")]);
        return Flows.Build(Flows.Options(GridKind.Events, file) with { Zone = "Europe/Berlin", TimeFormats = formats });
    }
}
