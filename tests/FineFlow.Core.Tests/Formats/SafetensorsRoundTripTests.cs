using CsCheck;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class SafetensorsRoundTripTests
{
    private static readonly Gen<(SafetensorsType Type, long[] Shape, byte Fill)> Tensors =
        Gen.Select(Gen.Enum<SafetensorsType>(), Gen.Long[0, 4].Array[0, 4], Gen.Byte);

    [Fact]
    public void Tensors_of_all_types_and_shapes_come_back_byte_for_byte() =>
        Gen.Dictionary(Gen.String.AlphaNumeric, Tensors)[0, 8].Sample(tensors =>
        {
            var writer = new SafetensorsWriter();
            foreach (var (name, (type, shape, fill)) in tensors)
            {
                writer.Add(name, type, shape, stream => stream.Write(Bytes(type, shape, fill)));
            }

            var written = SafetensorsBytes.Written(writer);
            SafetensorsBytes.Read(written, file =>
            {
                Assert.Equal(tensors.Count, file.Entries.Count);
                Assert.All(tensors, pair => AssertHolds(file, pair.Key, pair.Value));
                return 0;
            });
            Assert.Equal(0, BitConverter.ToInt64(written) % 8);
        }, iter: 100);

    [Fact]
    public void Float32_and_int64_arrays_come_back_bit_for_bit() =>
        Gen.Select(Gen.Float.Array[0, 100], Gen.Long.Array[0, 100]).Sample((singles, longs) =>
        {
            var writer = new SafetensorsWriter();
            writer.Add("singles", [singles.Length], singles);
            writer.Add("longs", [1, longs.Length], longs);

            SafetensorsBytes.Read(SafetensorsBytes.Written(writer), file =>
            {
                var read = file.ReadSingle("singles");
                Assert.Equal(singles.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(longs, file.ReadInt64("longs"));
                return 0;
            });
        }, iter: 50);

    private static void AssertHolds(SafetensorsFile file, string name, (SafetensorsType Type, long[] Shape, byte Fill) expected)
    {
        var entry = file[name];
        var bytes = new byte[entry.Length];
        file.Read(entry, bytes);
        Assert.Equal(expected.Type, entry.Type);
        Assert.Equal(expected.Shape, entry.Shape);
        Assert.Equal(Bytes(expected.Type, expected.Shape, expected.Fill), bytes);
    }

    private static byte[] Bytes(SafetensorsType type, long[] shape, byte fill)
    {
        var size = type switch
        {
            SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
            SafetensorsType.I16 or SafetensorsType.U16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
            SafetensorsType.I32 or SafetensorsType.U32 or SafetensorsType.F32 => 4,
            _ => 8,
        };
        var length = shape.Aggregate(size, (product, axis) => product * (int)axis);
        return [.. Enumerable.Range(fill, length).Select(value => (byte)value)];
    }
}
