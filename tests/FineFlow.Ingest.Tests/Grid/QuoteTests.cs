using System.Text;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>A quote that does not end takes the rows behind it into one value.</summary>
public class QuoteTests
{
    private const int Rows = 60;

    // The header has 18 characters, a row 30; 46 characters hold the first row with an empty note.
    private static readonly string Whole = "time,lon,lat,note\n" + string.Concat(
        Enumerable.Range(0, Rows).Select(row => $"2024-01-01 10:{row:00}:00,0.5,7.5,x\n"));

    [Theory]
    [InlineData("2024-01-01 10:00,1,1,\"open")]
    [InlineData("2024-01-01 10:00,\"1,1,x")]
    [InlineData("\"2024-01-01 10:00,1,1,x")]
    public void An_open_quote_is_refused_with_the_file_and_the_record(string row)
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "a.csv", ["time,lon,lat,note", "2024-01-01 10:00,1,1,x", row, .. Enumerable.Repeat("2024-01-01 10:00,1,1,x", 50)]);
        var message = Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, file))).Message;
        Assert.StartsWith($"{file}: line 3: a quote opens a value and does not end", message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The engine reads a file of this size in several parts; the parts behind that of the quote are read as if it were not there.
    /// </summary>
    [Theory]
    [InlineData(10)]
    [InlineData(200_000)]
    [InlineData(799_990)]
    public void An_open_quote_is_refused_in_a_large_file_as_well(int row)
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Repeat("2024-01-01 10:00:00,1,1,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 800_000).ToArray();
        rows[row] = rows[row].Replace(",1,1,x", ",1,1,\"", StringComparison.Ordinal);
        string[] lines = ["time,lon,lat,note", .. rows];
        foreach (var file in new[] { Flows.Write(folder, "a.csv", lines), Compressed.Gzip(folder, "a.csv.gz", lines) })
        {
            var message = Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, file))).Message;
            Assert.StartsWith($"{file}: line {row + 2}: a quote opens a value and does not end", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_value_of_several_lines_and_a_quote_within_a_value_lose_no_row()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder,
            "a.csv",
            "time,lon,lat,note",
            "2024-01-01 10:00,1,1,\"two",
            "lines, \"\"quoted\"\"\"",
            "2024-01-01 10:00,1,1,5\" pipe",
            "2024-01-01 10:00,1,1,\"5\" pipe",
            "2024-01-01 10:00,1,1,x");
        var report = Flows.Build(Flows.Options(GridKind.Events, file)).Report;
        Assert.Equal((4, 3, 1), (report.Rows, report.Channels[0].Counted, report.Channels[0].Dropped[DropReason.Malformed]));
        Assert.Equal($"{file}, line 5", report.BadRows[0].ToString());
    }

    /// <summary>Of a file with one changed byte every line is a row, counted or dropped; or the file is refused.</summary>
    [Theory]
    [InlineData("2024-01-01 10:{0}:00,0.5,7.5,x")]
    [InlineData("2024-01-01 10:{0}:00,0.5,7.5,\"a, b\"")]
    [InlineData("\"2024-01-01 10:{0}:00\",\"0.5\",\"7.5\",\"\"")]
    public void A_changed_byte_loses_no_row_without_a_word(string form) => Gen.Select(
        Gen.Int[20, Rows * 40], Gen.OneOf(Gen.Byte, Gen.Const((byte)'"'))).Sample(
        (place, value) =>
        {
            using var folder = new TemporaryFolder();
            var text = "time,lon,lat,note\n" + string.Concat(
                Enumerable.Range(0, Rows).Select(row => form.Replace("{0}", $"{row:00}", StringComparison.Ordinal) + "\n"));
            var bytes = Encoding.ASCII.GetBytes(text);
            place %= bytes.Length;
            bytes[place] = value;
            File.WriteAllBytes(folder.File("a.csv"), bytes);
            try
            {
                var report = Flows.Build(Flows.Options(GridKind.Events, folder.File("a.csv"))).Report;
                var lines = Encoding.Latin1.GetString(bytes).Split(['\n', '\r']).Skip(1).Count(line => line.Length > 0);

                // A line end within quotes is part of a value.
                Assert.Contains(
                    report.Rows, value is (byte)'\n' or (byte)'\r' && form.Contains('"') ? [lines, Rows] : new long[] { lines });
                Assert.Equal(report.Rows, report.Channels[0].Counted + report.Channels[0].Dropped.Values.Sum());
                Assert.True(report.Channels[0].Counted >= Rows - 2);
            }
            catch (BadInputException bad)
            {
                Assert.Contains("a.csv", bad.Message, StringComparison.Ordinal);
            }
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void A_file_that_is_cut_anywhere_has_the_rows_before_the_cut_and_names_the_last() => Gen.Int[46, Whole.Length].Sample(
        length =>
        {
            using var folder = new TemporaryFolder();
            var text = Whole[..length];
            File.WriteAllText(folder.File("a.csv"), text);
            var report = Flows.Build(Flows.Options(GridKind.Events, folder.File("a.csv"))).Report;
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
            var whole = lines.Count(line => line.Split(',').Length == 4);
            Assert.Equal((lines.Length, whole), (report.Rows, report.Channels[0].Counted));
            Assert.Equal(lines.Length - whole, report.BadRows.Count);
        },
        iter: 20,
        threads: 1);

    [Theory]
    [InlineData(18)]
    [InlineData(20)]
    [InlineData(42)]
    [InlineData(45)]
    public void A_file_that_is_cut_in_its_first_row_is_refused_by_name(int length)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), Whole[..length]);
        var message = Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, folder.File("a.csv")))).Message;
        Assert.Equal($"{folder.File("a.csv")}: no whole row has a value in column 'time'; times are expected", message);
    }
}
