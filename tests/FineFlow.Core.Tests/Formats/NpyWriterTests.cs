using System.Text;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class NpyWriterTests
{
    [Fact]
    public void Writes_the_bytes_that_numpy_writes()
    {
        // np.save(np.arange(6, dtype='<f4').reshape(2, 3)): 10 bytes of prologue and 118 of header.
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n";
        byte[] expected =
        [
            0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(text),
            0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40, 0, 0, 0xa0, 0x40,
        ];

        Assert.Equal(expected, Written([0, 1, 2, 3, 4, 5], 2, 3));
    }

    [Theory]
    [InlineData(new int[0], "()")]
    [InlineData(new[] { 1 }, "(1,)")]
    [InlineData(new[] { 1, 1, 1 }, "(1, 1, 1)")]
    public void Writes_the_shape_as_a_Python_tuple(int[] shape, string tuple)
    {
        var text = Encoding.ASCII.GetString(Written([7], shape)[10..128]);

        Assert.StartsWith($"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple}, }}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_starts_at_a_multiple_of_64_for_every_length_of_header()
    {
        for (var rank = 0; rank <= 64; rank++)
        {
            var bytes = Written([7], [.. Enumerable.Repeat(1, rank)]);

            Assert.Equal(0, (bytes.Length - sizeof(float)) % 64);
            Assert.Equal((byte)'\n', bytes[^5]);
        }
    }

    [Fact]
    public void Refuses_a_shape_that_the_values_do_not_fill()
    {
        Assert.Throws<ArgumentException>(() => Written([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => Written([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Written([1], -1, -1));
        Assert.Throws<ArgumentException>(() => Written([1], [.. Enumerable.Repeat(1, 65)]));
    }

    [Fact]
    public void Files_of_all_types_come_back_as_they_were()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.npy");

        NpyWriter.Write(path, [1.5f, float.NaN], 2, 1);
        var single = NpyReader.ReadSingle(path);
        Assert.Equal([2, 1], single.Shape);
        Assert.Equal([1.5f, float.NaN], single.Values);

        NpyWriter.Write(path, [int.MinValue, int.MaxValue], 1, 2);
        Assert.Equal([int.MinValue, int.MaxValue], NpyReader.ReadInt64(path).Values);

        NpyWriter.Write(path, [long.MinValue, long.MaxValue], 2);
        Assert.Equal([long.MinValue, long.MaxValue], NpyReader.ReadInt64(path).Values);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    private static byte[] Written(float[] values, params int[] shape)
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, values, shape);
        return stream.ToArray();
    }
}
