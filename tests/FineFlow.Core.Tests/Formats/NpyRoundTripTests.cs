using CsCheck;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class NpyRoundTripTests
{
    private static readonly Gen<int[]> Shapes = Gen.Int[0, 6].Array[0, 5];

    [Fact]
    public void Arrays_come_back_bit_for_bit() =>
        Shapes.SelectMany(shape => Gen.Select(Gen.Const(shape), Gen.Float.Array[Count(shape)])).Sample((shape, values) =>
        {
            using var stream = new MemoryStream();
            NpyWriter.Write(stream, values, shape);

            var read = NpyFile.ReadStream(stream.ToArray());

            Assert.Equal(shape, read.Shape);
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Values.Select(BitConverter.SingleToInt32Bits));
        });

    [Theory]
    [InlineData("i1", 1)]
    [InlineData("u1", 1)]
    [InlineData("i2", 2)]
    [InlineData("u2", 2)]
    [InlineData("f2", 2)]
    [InlineData("i4", 4)]
    [InlineData("u4", 4)]
    [InlineData("f4", 4)]
    [InlineData("i8", 8)]
    [InlineData("u8", 8)]
    public void Big_endian_Fortran_arrays_equal_little_endian_C_arrays_in_all_versions(string type, int size) =>
        Gen.Select(Shapes, Gen.Int[1, 3]).SelectMany((shape, version) =>
            Gen.Select(Gen.Const(shape), Gen.Const((byte)version), Gen.Byte.Array[Count(shape) * size])).Sample((shape, version, data) =>
        {
            var tuple = $"({string.Concat(shape.Select(axis => $"{axis}, "))})";
            var straight = NpyFile.Bytes(version, NpyFile.Header("<" + type, tuple), data);
            byte[] reversed = [.. FortranSource(shape).SelectMany(index => data.AsSpan(index * size, size).ToArray().Reverse())];
            var turned = NpyFile.Bytes(version, NpyFile.Header(">" + type, tuple, fortranOrder: true), reversed);

            Assert.Equal(NpyFile.ReadStream(straight).Values, NpyFile.ReadStream(turned).Values);
            if (type[0] != 'f' && type != "u8")
            {
                Assert.Equal(NpyFile.ReadPath(straight, NpyReader.ReadInt64).Values, NpyFile.ReadPath(turned, NpyReader.ReadInt64).Values);
            }
        }, iter: 50);

    [Theory]
    [InlineData(70, 1, 131)]
    [InlineData(3, 65, 66)]
    [InlineData(200_003, 1, 2)]
    public void Arrays_longer_than_a_tile_and_a_piece_are_turned_right(int first, int second, int third)
    {
        int[] shape = [first, second, third];
        var file = NpyFile.Bytes(
            NpyFile.Header("<i4", $"({first}, {second}, {third})", fortranOrder: true),
            [.. FortranSource(shape).SelectMany(BitConverter.GetBytes)]);

        var expected = Enumerable.Range(0, Count(shape)).Select(i => (float)i).ToArray();
        Assert.True(expected.AsSpan().SequenceEqual(NpyReader.ReadSingle(new TricklingStream(file, 70_001), "body").Values));
        Assert.True(expected.AsSpan().SequenceEqual(NpyFile.ReadPath(file, NpyReader.ReadSingle).Values));
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    /// <summary>For each element in Fortran order its place in C order, by the definition of the two.</summary>
    private static IEnumerable<int> FortranSource(int[] shape)
    {
        for (var element = 0; element < Count(shape); element++)
        {
            var rest = element;
            var place = 0;
            for (var axis = 0; axis < shape.Length; axis++)
            {
                place += rest % shape[axis] * Count(shape[(axis + 1)..]);
                rest /= shape[axis];
            }

            yield return place;
        }
    }
}
