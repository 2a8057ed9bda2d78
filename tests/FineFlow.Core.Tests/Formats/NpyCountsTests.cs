using System.Buffers.Binary;
using CsCheck;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class NpyCountsTests
{
    [Theory]
    [InlineData("<i8")]
    [InlineData(">i8")]
    [InlineData("<u8")]
    [InlineData("<f8")]
    [InlineData(">f8")]
    public void Counts_up_to_2_to_the_53_are_read_exactly(string descr) =>
        Gen.OneOf(
            Gen.Long[0, 50],
            Gen.Long[(1L << 24) - 2, (1L << 24) + 5],
            Gen.Long[0, CountArray.Largest],
            Gen.Const(CountArray.Largest)).Array[12].Sample(counts =>
        {
            var maps = NpyFile.ReadPath(File(descr, counts), FlowFiles.ReadMaps);

            Assert.Equal(counts, Enumerable.Range(0, counts.Length).Select(index => (long)maps.Count(index)));
            Assert.Equal(counts.Select(count => (float)count), maps.Values);
        });

    [Fact]
    public void A_body_that_trickles_in_and_fortran_order_keep_them_too()
    {
        long[] counts = [1, 16777217, 3, 4294967297, 5, 9007199254740991];
        var header = NpyFile.Header("<i8", "(2, 3)", fortranOrder: true);
        var read = NpyReader.ReadCounts(new TricklingStream(NpyFile.Bytes(header, Bytes("<i8", counts))), "body");

        Assert.Equal([1, 3, 5, 16777217, 4294967297, 9007199254740991], read.Exact!);
    }

    [Fact]
    public void A_count_that_is_lost_late_in_a_large_file_finds_the_others_in_their_places()
    {
        var counts = Enumerable.Range(0, 200_000).Select(index => (long)index).ToArray();
        counts[150_000] = 16777217;
        var read = NpyFile.ReadPath(File("<i8", counts), NpyReader.ReadCounts);

        Assert.Equal(counts.Select(count => (double)count), read.Exact!);
    }

    [Theory]
    [InlineData("<i8", 16777216L)]
    [InlineData("<f8", 16777218L)]
    public void Where_float32_holds_all_counts_nothing_more_is_kept(string descr, long count) =>
        Assert.Null(NpyFile.ReadPath(File(descr, [count, 2]), NpyReader.ReadCounts).Exact);

    [Theory]
    [InlineData("<i8", 9007199254740993)]
    [InlineData(">i8", long.MaxValue)]
    [InlineData("<u8", 9007199254740993)]
    public void Whole_numbers_that_float64_cannot_tell_from_others_are_refused(string descr, long count)
    {
        var failure = Assert.Throws<BadInputException>(() => NpyFile.ReadPath(File(descr, [7, count]), NpyReader.ReadCounts));

        Assert.Contains("element 1 in file order", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("2^53 (9007199254740992)", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fraction_that_float32_makes_whole_stays_a_fraction()
    {
        var read = NpyFile.ReadPath(
            NpyFile.Bytes(NpyFile.Header("<f8", "(1, 1, 1)"), BitConverter.GetBytes(2.00000001)), FlowFiles.ReadMaps);

        Assert.Equal(2.00000001, read.Count(0));
    }

    private static byte[] File(string descr, long[] counts) =>
        NpyFile.Bytes(NpyFile.Header(descr, $"({counts.Length}, 1, 1)"), Bytes(descr, counts));

    private static byte[] Bytes(string descr, long[] counts) => [.. counts.SelectMany(count =>
    {
        var bytes = new byte[sizeof(long)];
        var word = descr[1] == 'f' ? BitConverter.DoubleToInt64Bits(count) : count;
        if (descr[0] == '>')
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, word);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, word);
        }

        return bytes;
    })];
}
