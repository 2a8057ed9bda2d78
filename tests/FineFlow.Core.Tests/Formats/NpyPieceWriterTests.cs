using CsCheck;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class NpyPieceWriterTests
{
    [Fact]
    public void Pieces_in_any_order_make_the_file_of_the_whole() =>
        (from values in Gen.Float.Array[1, 40]
         from cut in Gen.Int[0, values.Length]
         select (values, cut)).Sample(pair =>
         {
             var (values, cut) = pair;
             using var whole = new MemoryStream();
             using var pieces = new MemoryStream();
             NpyWriter.Write(whole, values, values.Length, 1);
             var writer = new NpyPieceWriter<float>(pieces, values.Length, 1);
             writer.Write(cut, values.AsSpan(cut..));
             writer.Write(0, values.AsSpan(..cut));

             Assert.Equal(whole.ToArray(), pieces.ToArray());
         });

    [Theory]
    [InlineData(70_000, 70_000)]
    [InlineData(3, 1_500_000_000)]
    public void An_array_of_more_than_2_to_the_31_elements_has_each_in_its_place(int rows, int columns)
    {
        using var stream = new MeasuringStream();
        var writer = new NpyPieceWriter<int>(stream, rows, columns);
        var header = stream.Position;
        writer.Write((long)rows * columns - 1, [7]);

        Assert.Equal(header + 4L * rows * columns, stream.Length);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Theory]
    [InlineData(5, NpyElementType.I4)]
    [InlineData(2147483647, NpyElementType.I4)]
    [InlineData(2147483648, NpyElementType.I8)]
    [InlineData(9007199254740992, NpyElementType.I8)]
    public void Whole_counts_are_written_in_a_type_that_holds_them(long count, NpyElementType type)
    {
        using var stream = new MemoryStream();
        NpyWriter.WriteCounts(stream, [0, count], 2);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.npy"), stream.ToArray());

        Assert.Equal(type, NpyReader.ReadHeader(folder.File("a.npy")).Type);
        Assert.Equal([0, count], NpyReader.ReadInt64(folder.File("a.npy")).Values);
    }

    /// <summary>Remembers where it is, and nothing that is written.</summary>
    private sealed class MeasuringStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => _length = value;

        public override void Write(byte[] buffer, int offset, int count)
        {
            Position += count;
            _length = Math.Max(_length, Position);
        }
    }
}
