using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class SafetensorsFileTests
{
    [Theory]
    [InlineData("BOOL", "0001", 1)]
    [InlineData("U8", "00ff", 255)]
    [InlineData("I8", "00ff", -1)]
    [InlineData("I16", "00000080", -32768)]
    [InlineData("U16", "00000080", 32768)]
    [InlineData("F16", "0000003e", 1.5)]
    [InlineData("BF16", "0000c0bf", -1.5)]
    [InlineData("I32", "00000000feffffff", -2)]
    [InlineData("U32", "00000000feffffff", 4294967294f)]
    [InlineData("F32", "000000000000c03f", 1.5)]
    [InlineData("F64", "0000000000000000000000000000f83f", 1.5)]
    [InlineData("I64", "0000000000000000feffffffffffffff", -2)]
    [InlineData("U64", "0000000000000000ffffffffffffffff", 18446744073709551615f)]
    public void Every_element_type_becomes_float32(string dtype, string data, float expected) =>
        Assert.Equal([0, expected], Read(dtype, data, file => file.ReadSingle("a")));

    [Theory]
    [InlineData("U8", "00ff", 255)]
    [InlineData("I16", "00000080", -32768)]
    [InlineData("U32", "00000000ffffffff", 4294967295)]
    [InlineData("I64", "0000000000000000feffffffffffff7f", long.MaxValue - 1)]
    public void Integers_are_read_exactly_as_int64(string dtype, string data, long expected) =>
        Assert.Equal([0, expected], Read(dtype, data, file => file.ReadInt64("a")));

    [Theory]
    [InlineData("F32", "0000000000000000", "tensor 'a' has elements of type F32; expected integers")]
    [InlineData("BOOL", "0000", "tensor 'a' has elements of type BOOL; expected integers")]
    [InlineData("U64", "00000000000000000000000000000080", "tensor 'a': element 1 in file order does not fit Int64 (from UInt64)")]
    public void Int64_refuses_what_is_no_int64(string dtype, string data, string problem)
    {
        var failure = Assert.Throws<BadInputException>(() => Read(dtype, data, file => file.ReadInt64("a")));

        Assert.EndsWith("a.safetensors: " + problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_come_in_the_order_of_their_data_and_need_no_alignment()
    {
        var file = SafetensorsBytes.Of(
            """
            {"late":{"dtype":"F32","shape":[1],"data_offsets":[3,7]}, "none":{"shape":[0,5],"dtype":"I64","data_offsets":[3,3]},
             "__metadata__":{"model":"plgf"}, "early":{"data_offsets":[0,3],"dtype":"U8","shape":[3,1]}}
            """ + "   ",
            1, 2, 3, 0, 0, 0xc0, 0x3f);

        SafetensorsBytes.Read(file, opened =>
        {
            Assert.Equal(["early", "none", "late"], opened.Entries.Select(entry => entry.Name));
            Assert.Equal([file.Length - 7, file.Length - 4, file.Length - 4], opened.Entries.Select(entry => entry.Offset));
            Assert.Equal([3, 0, 4], opened.Entries.Select(entry => entry.Length));
            Assert.Equal([3, 1], opened["early"].Shape);
            Assert.Equal([1.5f], opened.ReadSingle("late"));
            Assert.Equal([1f, 2f, 3f], opened.ReadSingle("early"));
            Assert.Empty(opened.ReadInt64("none"));
            Assert.Equal(("model", "plgf"), opened.Metadata.Select(pair => (pair.Key, pair.Value)).Single());
            return 0;
        });
    }

    [Fact]
    public void Raw_bytes_are_read_as_they_are()
    {
        var bytes = new byte[4];

        Read("I16", "00010203", file =>
        {
            file.Read(file["a"], bytes);
            Assert.Throws<ArgumentException>(() => file.Read(file["a"], new byte[3]));
            return 0;
        });

        Assert.Equal([0, 1, 2, 3], bytes);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        var failure = Assert.Throws<BadInputException>(() => Read("U8", "00", file => file.ReadSingle("b\nc")));

        Assert.Equal("""tensor 'b\nc' is not in the file""", failure.Problem);
        Assert.False(Read("U8", "00", file => file.Contains("b")));
        Assert.True(Read("U8", "00", file => file.Contains("a")));
    }

    [Fact]
    public void The_reference_implementations_own_sample_is_read()
    {
        // The vector of its test "serialization": attn.0, F32, [1, 2, 3], 0 .. 5, an unpadded header of 64 bytes.
        var file = SafetensorsBytes.Of(
            """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""",
            [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))]);

        Assert.Equal(64, file[0]);
        Assert.Equal([0, 1, 2, 3, 4, 5], SafetensorsBytes.Read(file, opened => opened.ReadSingle("attn.0")));
    }

    private static T Read<T>(string dtype, string hex, Func<SafetensorsFile, T> read)
    {
        var data = Convert.FromHexString(hex);
        var size = dtype switch
        {
            "BOOL" or "U8" or "I8" => 1,
            "I16" or "U16" or "F16" or "BF16" => 2,
            "I32" or "U32" or "F32" => 4,
            _ => 8,
        };
        return SafetensorsBytes.Read(SafetensorsBytes.OneTensor(dtype, $"[{data.Length / size}]", data), read);
    }
}
