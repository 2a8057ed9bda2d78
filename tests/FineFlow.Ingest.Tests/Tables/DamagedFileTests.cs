using System.IO.Compression;
using System.Text;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;
using FineFlow.Ingest.Tests.Grid;

namespace FineFlow.Ingest.Tests.Tables;

/// <summary>Compressed files that were cut or damaged are refused, however much of them can be read.</summary>
public class DamagedFileTests
{
    private const int Rows = 3000;
    private const string Header = "time,lon,lat\n";

    private static readonly byte[] Gzip = Pack(Text(0, Rows));

    private static readonly byte[] Zstandard = ZstandardSample.Bytes;

    [Fact]
    public void Gzip_data_are_refused_wherever_they_are_cut() => Gen.Int[1, Gzip.Length - 1].Sample(
        length => Assert.Throws<BadInputException>(() => Verify(Gzip[..length])), iter: 1000, threads: 1);

    [Fact]
    public void Gzip_data_with_flipped_bits_are_refused_or_expand_to_the_same() => Gen.Select(
        Gen.Int[0, Gzip.Length - 1], Gen.Int[0, 7]).Sample(
        (place, bit) =>
        {
            var flipped = Flip(Gzip, place, bit);
            try
            {
                Verify(flipped);
                Assert.Equal(Expand(Gzip), Expand(flipped));
            }
            catch (BadInputException bad)
            {
                Assert.DoesNotContain('\n', bad.Message);
            }
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void A_gzip_file_is_refused_wherever_it_is_cut() => Gen.Int[1, Gzip.Length - 1].Sample(
        length => AssertRefused("a.csv.gz", Gzip[..length]), iter: 6, threads: 1);

    [Fact]
    public void Gzip_data_are_refused_where_any_of_its_last_bytes_is_missing()
    {
        for (var missing = 1; missing <= 12; missing++)
        {
            Assert.Throws<BadInputException>(() => Verify(Gzip[..^missing]));
        }
    }

    [Fact]
    public void A_gzip_file_with_a_flipped_bit_is_refused_or_has_the_same_rows() => Gen.Select(
        Gen.Int[0, Gzip.Length - 1], Gen.Int[0, 7]).Sample(
        (place, bit) => AssertWholeOrRefused(Rows, "a.csv.gz", Flip(Gzip, place, bit)), iter: 10, threads: 1);

    [Fact]
    public void Every_bit_of_a_gzip_files_head_and_end_is_verified()
    {
        foreach (var place in Enumerable.Range(0, 12).Concat(Enumerable.Range(Gzip.Length - 12, 12)))
        {
            AssertWholeOrRefused(Rows, "a.csv.gz", Flip(Gzip, place, place % 8));
        }
    }

    [Fact]
    public void Members_one_after_the_other_are_one_file_and_each_is_verified()
    {
        byte[][] members =
        [
            Pack(Text(0, 1000)),
            Pack(""),
            Pack(Text(1000, 1001)),
            .. Enumerable.Range(1001, 1999).Chunk(20).Select(rows => Pack(Text(rows[0], rows[^1] + 1))),
        ];
        byte[] whole = [.. members.SelectMany(member => member)];
        Assert.Equal(Rows, Count("a.csv.gz", whole));
        AssertRefused("a.csv.gz", whole[..(members[0].Length + 5)]);
        AssertRefused("a.csv.gz", whole[..(whole.Length - members[^1].Length + 12)]);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample(
            (place, bit) => AssertWholeOrRefused(Rows, "a.csv.gz", Flip(whole, place, bit)), iter: 8, threads: 1);
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("\u001f")]
    [InlineData("\u001f\u008b")]
    public void What_follows_the_last_member_is_refused(string rest) =>
        AssertRefused("a.csv.gz", [.. Gzip, .. Encoding.Latin1.GetBytes(rest)]);

    /// <summary>Of a cut at the end of a line, the rows before it are all whole.</summary>
    [Fact]
    public void A_cut_at_the_end_of_a_line_is_refused()
    {
        using var memory = new MemoryStream();
        using (var writer = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            writer.Write(Encoding.ASCII.GetBytes(Header + Text(0, 100)));
            writer.Flush();
            var cut = (int)memory.Length;
            writer.Write(Encoding.ASCII.GetBytes(Text(100, 200)));
            writer.Flush();
            AssertRefused("a.csv.gz", memory.ToArray()[..cut]);
        }
    }

    [Fact]
    public void A_zstandard_file_is_refused_wherever_it_is_cut_but_between_frames()
    {
        Assert.Equal(ZstandardSample.Rows, Count("a.csv.zst", Zstandard));
        Gen.Int[1, Zstandard.Length - 1].Where(length => length != ZstandardSample.FirstFrame).Sample(
            length => AssertRefused("a.csv.zst", Zstandard[..length]), iter: 10, threads: 1);
        for (var missing = 1; missing <= 12; missing++)
        {
            AssertRefused("a.csv.zst", Zstandard[..^missing]);
        }
    }

    [Fact]
    public void A_zstandard_file_with_a_flipped_bit_is_refused_or_has_the_same_rows() => Gen.Select(
        Gen.Int[0, Zstandard.Length - 1], Gen.Int[0, 7]).Sample(
        (place, bit) => AssertWholeOrRefused(ZstandardSample.Rows, "a.csv.zst", Flip(Zstandard, place, bit)), iter: 25, threads: 1);

    [Fact]
    public void Skippable_frames_are_skipped_and_what_is_no_frame_is_refused()
    {
        byte[] skippable = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        Assert.Equal(ZstandardSample.Rows, Count("a.csv.zst", [.. skippable, .. Zstandard, .. skippable]));
        AssertRefused("a.csv.zst", [.. Zstandard, .. skippable[..^1]]);
        AssertRefused("a.csv.zst", [.. Zstandard, .. "junk"u8]);
    }

    [Fact]
    public void The_engines_own_zstandard_is_whole_and_refused_where_it_is_cut()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Compressed.Zstandard(
            folder, "b.csv.zst",
            $"SELECT TIMESTAMP '2024-01-01 00:00:00' + to_seconds(i) AS time, 0.5 AS lon, 7.5 AS lat FROM range({Rows}) r(i)"));
        Assert.Equal(Rows, Count("a.csv.zst", bytes));
        Gen.Int[1, bytes.Length - 1].Sample(length => AssertRefused("a.csv.zst", bytes[..length]), iter: 8, threads: 1);
    }

    [Fact]
    public void Damage_goes_before_what_else_is_wrong()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.csv.gz"), Gzip[..50]);
        var options = Flows.Options(GridKind.Events, folder.File("a.csv.gz")) with { Columns = new() { Time = "when" } };
        Assert.Contains(
            "is cut or damaged", Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weather.csv.gz")]
    [InlineData("weather.csv.zst")]
    public void Weather_and_holidays_that_are_cut_are_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var bytes = name.EndsWith("gz", StringComparison.Ordinal) ? Gzip : Zstandard;
        File.WriteAllBytes(folder.File(name), bytes[..(bytes.Length / 2)]);
        var options = Flows.Options(GridKind.Events, Flows.Write(folder, "a.csv", "time,lon,lat", "2024-01-01 10:00,1,1"));
        foreach (var external in new ExternalOptions[]
        {
            new() { Weather = folder.File(name), Columns = new() { Temperature = "lon" } },
            new() { Holidays = folder.File(name) },
        })
        {
            Assert.Contains(
                $"{folder.File(name)}: is cut or damaged",
                Assert.Throws<BadInputException>(() => Flows.Build(options with { External = external })).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_parquet_file_is_refused_wherever_it_is_cut()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Compressed.Parquet(
            folder, "b.parquet",
            $"SELECT TIMESTAMP '2024-01-01 00:00:00' + to_seconds(i) AS time, 0.5 AS lon, 7.5 AS lat FROM range({Rows}) r(i)"));
        Assert.Equal(Rows, Count("a.parquet", bytes));
        Gen.Int[0, bytes.Length - 1].Sample(
            length => Assert.Throws<BadInputException>(() => Count("a.parquet", bytes[..length])), iter: 12, threads: 1);
    }

    /// <summary>Parquet has checksums for few parts: a flipped bit can change a value, but no row is lost without a word.</summary>
    [Fact]
    public void A_parquet_file_with_a_flipped_bit_has_as_many_rows_or_is_refused()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Compressed.Parquet(
            folder, "b.parquet",
            $"SELECT TIMESTAMP '2024-01-01 00:00:00' + to_seconds(i) AS time, i % 77 / 10.0 AS lon, 7.5 AS lat FROM range({Rows}) r(i)"));

        // Half of them in the footer, whose numbers say where and how many the rows are: its length stands before the last four bytes.
        var footer = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
        Gen.Select(Gen.OneOf(Gen.Int[0, bytes.Length - 1], Gen.Int[footer, bytes.Length - 1]), Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                File.WriteAllBytes(folder.File("a.parquet"), Flip(bytes, place, bit));
                try
                {
                    Assert.Equal(Rows, Flows.Build(Flows.Options(GridKind.Events, folder.File("a.parquet"))).Report.Rows);
                }
                catch (BadInputException bad)
                {
                    // A bit can also say that the times are instants, and then their zone is asked for.
                    Assert.True(
                        bad.Message.Contains("a.parquet", StringComparison.Ordinal) || bad.Setting is nameof(GridOptions.Zone),
                        bad.Message);
                }
            },
            iter: 40,
            threads: 1);
    }

    private static void Verify(byte[] gzip) => GzipCheck.Verify(new MemoryStream(gzip), "a.csv.gz", TestContext.Current.CancellationToken);

    private static byte[] Expand(byte[] gzip)
    {
        using var expanded = new MemoryStream();
        new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress).CopyTo(expanded);
        return expanded.ToArray();
    }

    private static byte[] Pack(string text)
    {
        using var memory = new MemoryStream();
        using (var writer = new GZipStream(memory, CompressionLevel.Optimal))
        {
            writer.Write(Encoding.ASCII.GetBytes(text));
        }

        return memory.ToArray();
    }

    private static string Text(int from, int until) => (from == 0 ? Header : "") + string.Concat(Enumerable.Range(from, until - from)
        .Select(row => FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddSeconds(row):yyyy-MM-dd HH:mm:ss},")
            + FormattableString.Invariant($"{row * 7919 % 8000 / 1000.0},{row * 104729 % 7000 / 1000.0 + 0.5}\n")));

    private static byte[] Flip(byte[] bytes, int place, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[place] ^= (byte)(1 << bit);
        return flipped;
    }

    private static long Count(string name, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(name), bytes);
        var report = Flows.Build(Flows.Options(GridKind.Events, folder.File(name))).Report;
        return report.Channels[0].Counted + report.Channels[0].Dropped.GetValueOrDefault(DropReason.OutOfBox);
    }

    private static void AssertWholeOrRefused(int rows, string name, byte[] bytes)
    {
        try
        {
            Assert.Equal(rows, Count(name, bytes));
        }
        catch (BadInputException bad)
        {
            Assert.DoesNotContain('\n', bad.Message);
            Assert.Contains(name, bad.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertRefused(string name, byte[] bytes) =>
        Assert.Contains(
            $"{name}: is cut or damaged", Assert.Throws<BadInputException>(() => Count(name, bytes)).Message, StringComparison.Ordinal);
}
