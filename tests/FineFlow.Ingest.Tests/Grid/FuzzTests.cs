using System.Text;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class FuzzTests
{
    private const string Header = "time,lon,lat,note";
    private const string Nasty = "\",\n' \t\0;-+.eE0123Zz\\";

    private static readonly Gen<byte> Byte = Gen.Frequency(
        (1, Gen.Byte), (1, Gen.Int[0, Nasty.Length - 1].Select(index => (byte)Nasty[index])));

    /// <summary>A sound row, and what is done to it: at a place, replace, insert or leave out a byte.</summary>
    private static readonly Gen<(int Minute, (int Place, int Action, byte With)[] Edits)[]> Rows = Gen.Select(
        Gen.Int[0, 1439],
        Gen.Frequency(
            (3, Gen.Const(Array.Empty<(int, int, byte)>())),
            (1, Gen.Select(Gen.Int[0, 30], Gen.Int[0, 2], Byte.Where(with => with != '\r')).Array[1, 3]))).Array[0, 40];

    [Fact]
    public void Spoiled_rows_without_quotes_are_all_found_and_sound_ones_all_counted() => Rows.Sample(
        rows =>
        {
            var lines = rows.Select(row => Line(row.Minute, [.. row.Edits.Where(edit => edit.With != '"')])).ToArray();
            var sound = rows.Count(row => row.Edits.All(edit => edit.With == '"'));
            var records = lines.SelectMany(line => Encoding.Latin1.GetString(line).Split('\n')).Where(line => line.Length > 0).ToArray();

            // The engine takes a delimiter at the end of a record for no field of its own.
            var malformed = records.Count(
                record => record.Split(',') is not ([_, _, _, _] or [_, _, _, _, ""]) || !IsUtf8(string.Join(',', record.Split(',')[..3])));

            if (Count(lines, out var refusal) is { } report)
            {
                Assert.Equal(records.Length, report.Rows);
                Assert.Equal(malformed, report.Channels[0].Dropped.GetValueOrDefault(DropReason.Malformed));
                Assert.InRange(report.Channels[0].Counted, sound, records.Length - malformed);
            }
            else
            {
                // A spoiled time may be one of another form.
                Assert.True(sound == 0 || refusal.Contains("cannot stand side by side", StringComparison.Ordinal), refusal);
            }
        },
        iter: 20);

    [Fact]
    public void Whatever_is_in_a_file_each_of_its_records_is_counted_or_dropped_once() => Rows.Sample(
        rows =>
        {
            var lines = rows.Select(row => Line(row.Minute, row.Edits)).ToArray();
            if (Count(lines, out _) is { } report)
            {
                Assert.Equal(report.Rows, report.Channels[0].Counted + report.Channels[0].Dropped.Values.Sum());
                Assert.Equal(report.Channels[0].Counted, report.Channels[0].Flow);
                Assert.True(report.Rows <= lines.Sum(line => 1 + line.Count(with => with == '\n')));
            }
        },
        iter: 20);

    [Fact]
    public void Any_bytes_at_all_are_counted_or_refused() => Gen.Byte.Array[0, 400].Sample(
        bytes =>
        {
            using var folder = new TemporaryFolder();
            foreach (var name in new[] { "a.csv", "a.csv.gz", "a.csv.zst", "a.parquet" })
            {
                File.WriteAllBytes(folder.File(name), bytes);
                Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, folder.File(name))));
            }
        },
        iter: 8);

    private static byte[] Line(int minute, (int Place, int Action, byte With)[] edits)
    {
        var text = FormattableString.Invariant(
            $"2024-01-01 {minute / 60:00}:{minute % 60:00}:00,{minute % 70 / 10.0 + 0.1:F2},{minute % 7 + 0.5:F2},n");
        var line = Encoding.ASCII.GetBytes(text).ToList();
        foreach (var (place, action, with) in edits)
        {
            var at = Math.Min(place, line.Count - 1);
            switch (action)
            {
                case 0:
                    line[at] = with;
                    break;
                case 1:
                    line.Insert(at, with);
                    break;
                default:
                    line.RemoveAt(at);
                    break;
            }
        }

        return [.. line];
    }

    private static GridReport? Count(byte[][] lines, out string refusal)
    {
        refusal = "";
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(
            folder.File("a.csv"), [.. Encoding.ASCII.GetBytes(Header + "\n"), .. lines.SelectMany(line => line.Append((byte)'\n'))]);
        try
        {
            return Flows.Build(Flows.Options(GridKind.Events, folder.File("a.csv"))).Report;
        }
        catch (BadInputException bad)
        {
            refusal = bad.Message;
            return null;
        }
    }

    private static bool IsUtf8(string bytes)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(Encoding.Latin1.GetBytes(bytes));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
