using System.Text;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>A quote that does not end takes the rows behind it into one value.</summary>
public class QuoteTests
{
    private const int Rows = 60;

    [Theory]
    [InlineData("2024-01-01 10:00,1,1,\"open")]
    [InlineData("2024-01-01 10:00,\"1,1,x")]
    [InlineData("\"2024-01-01 10:00,1,1,x")]
    public void An_open_quote_is_refused_with_the_file_and_the_record(string row)
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "a.csv", ["time,lon,lat,note", "2024-01-01 10:00,1,1,x", row, .. Enumerable.Repeat("2024-01-01 10:00,1,1,x", 50)]);
        var message = Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, file))).Message;
        Assert.StartsWith($"{file}: record 3 goes over several lines", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_several_lines_and_an_open_quote_in_the_last_line_lose_no_row()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "a.csv", "time,lon,lat,note", "2024-01-01 10:00,1,1,\"two", "lines\"", "2024-01-01 10:00,1,1,x", "2024-01-01 10:00,1,1,\"cut");
        var report = Flows.Build(Flows.Options(GridKind.Events, file)).Report;
        Assert.Equal((3, 2, 1), (report.Rows, report.Channels[0].Counted, report.Channels[0].Dropped[DropReason.Malformed]));
        Assert.Equal($"{file}, line 5", report.BadRows[0].ToString());
    }

    /// <summary>Of a file with one changed byte every line is a row, counted or dropped; or the file is refused.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("\"a, b\"")]
    public void A_changed_byte_loses_no_row_without_a_word(string note) => Gen.Select(Gen.Int[20, Rows * 24], Gen.OneOf(Gen.Byte, Gen.Const((byte)'"'))).Sample(
        (place, value) =>
        {
            using var folder = new TemporaryFolder();
            var text = "time,lon,lat,note\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => $"2024-01-01 10:{row:00}:00,0.5,7.5,{note}\n"));
            var bytes = Encoding.ASCII.GetBytes(text);
            place = Math.Min(place, bytes.Length - 1);
            bytes[place] = value;
            File.WriteAllBytes(folder.File("a.csv"), bytes);
            try
            {
                var report = Flows.Build(Flows.Options(GridKind.Events, folder.File("a.csv"))).Report;
                var lines = Encoding.Latin1.GetString(bytes).Split(['\n', '\r']).Skip(1).Count(line => line.Length > 0);
                Assert.Equal(lines, report.Rows);
                Assert.Equal(lines, report.Channels[0].Counted + report.Channels[0].Dropped.Values.Sum());
                Assert.True(report.Channels[0].Counted >= Rows - 2);
            }
            catch (BadInputException bad)
            {
                Assert.Contains("a.csv", bad.Message, StringComparison.Ordinal);
            }
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void A_file_that_is_cut_anywhere_has_the_rows_before_the_cut_and_names_the_last() => Gen.Int[40, Rows * 28].Sample(
        length =>
        {
            using var folder = new TemporaryFolder();
            var text = "time,lon,lat,note\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => $"2024-01-01 10:{row:00}:00,0.5,7.5,x\n"));
            File.WriteAllText(folder.File("a.csv"), text[..length]);
            var report = Flows.Build(Flows.Options(GridKind.Events, folder.File("a.csv"))).Report;
            var lines = text[..length].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
            var whole = lines.Count(line => line.Split(',').Length == 4);
            Assert.Equal((lines.Length, whole), (report.Rows, report.Channels[0].Counted));
            Assert.Equal(lines.Length - whole, report.BadRows.Count);
        },
        iter: 20,
        threads: 1);
}
