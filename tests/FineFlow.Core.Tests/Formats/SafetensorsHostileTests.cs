using System.Buffers.Binary;
using CsCheck;

namespace FineFlow.Core.Tests.Formats;

public class SafetensorsHostileTests
{
    private const long AllocationLimit = 8 << 20;

    private const string SoundHeader =
        """{"__metadata__":{"m":"x"},"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"""
        + "\"b\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[4,5]}}";

    private static readonly byte[] Sound = SafetensorsBytes.Of(SoundHeader, 0, 0x3c, 0, 0x40, 9);

    /// <summary>Headers of files with four bytes of data, each with a word of the message to expect.</summary>
    public static TheoryData<string, string> BrokenHeaders => new()
    {
        { "", "starts with '{'" },
        { " {}", "starts with '{'" },
        { "[]", "starts with '{'" },
        { "{", "no valid JSON" },
        { "{} {}", "no valid JSON" },
        { "{}\0", "no valid JSON" },
        { "{/**/}", "no valid JSON" },
        { "{}", "4 bytes of tensor data; the safetensors header asks for exactly 0" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},}""", "no valid JSON" },
        { """{'a':{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "no valid JSON" },
        { """{"a":{"dtype":"U8","shape":[4,],"data_offsets":[0,4]}}""", "no valid JSON" },
        { """{"a":{"dtype":"U8","shape":[04],"data_offsets":[0,4]}}""", "no valid JSON" },
        { """{"a":null}""", "tensor 'a': expected StartObject, found Null" },
        { """{"a":[]}""", "tensor 'a': expected StartObject, found StartArray" },
        { """{"a":{}}""", "tensor 'a': expected two data_offsets" },
        { """{"a":{"shape":[4],"data_offsets":[0,4]}}""", "dtype is missing" },
        { """{"a":{"dtype":"U8","data_offsets":[0,4]}}""", "shape is missing" },
        { """{"a":{"dtype":"U8","shape":[4]}}""", "expected two data_offsets" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4]}}""", "expected two data_offsets" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""", "expected two data_offsets" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":"0,4"}}""", "expected StartArray, found String" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"extra":0}}""", "'extra' is unknown" },
        { """{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "'dtype' is unknown or repeated" },
        { """{"a":{"dtype":"U8","shape":[4],"shape":[4],"data_offsets":[0,4]}}""", "'shape' is unknown or repeated" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"data_offsets":[0,4]}}""", "'data_offsets' is unknown or repeated" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}""",
            "'a': appears twice" },
        { """{"a":{"dtype":"F3","shape":[1],"data_offsets":[0,4]}}""", "dtype 'F3' is not supported" },
        { """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", "dtype 'f32' is not supported" },
        { """{"a":{"dtype":9,"shape":[1],"data_offsets":[0,4]}}""", "expected String, found Number" },
        { """{"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", "expected StartArray, found Number" },
        { """{"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[4e0],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[[4]],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[-2,-2],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[-0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,18446744073709551620]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,4]}}""", "whole numbers" },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", "do not hold" },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}""", "do not hold" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", "do not hold" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,4]}}""", "do not hold" },
        { """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,4]}}""", "do not hold" },
        { """{"a":{"dtype":"F64","shape":[],"data_offsets":[0,4]}}""", "do not hold" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "asks for exactly 3" },
        { """{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}""", "asks for exactly 5" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "start at 1; expected 0" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", "start at 4; expected 0" },
        { """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
            "'b': data_offsets start at 2; expected 0" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
            "'b': data_offsets start at 2; expected 3" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""",
            "'b': data_offsets start at 0; expected 4" },
        { """{"__metadata__":null}""", "__metadata__: expected StartObject, found Null" },
        { """{"__metadata__":{"a":1}}""", "__metadata__: expected String, found Number" },
        { """{"__metadata__":{"a":{}}}""", "__metadata__: expected String, found StartObject" },
        { """{"__metadata__":{"a":"1","a":"1"}}""", "__metadata__: 'a' appears twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", "'__metadata__': appears twice" },
        { """{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "half a surrogate pair" },
        { """{"__metadata__":{"a":"\udc00"}}""", "half a surrogate pair" },
        { """{"line\nbreak":0}""", """'line\nbreak'""" },
        { "{\"" + new string('x', 5000) + "\":0}", "xxx...'" },
        { new string('[', 100_000), "starts with '{'" },
        { """{"a":""" + new string('[', 100_000), "expected StartObject, found StartArray" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_is_refused_in_one_short_line(string header, string problem)
    {
        var message = Refusal(SafetensorsBytes.Of(header, 1, 2, 3, 4));

        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 0, 300);
    }

    [Fact]
    public void A_header_that_is_no_UTF8_is_refused()
    {
        var file = SafetensorsBytes.Of("""{"__metadata__":{"?":""}}""");
        file[Array.IndexOf(file, (byte)'?')] = 0xff;

        Assert.Contains("UTF-8", Refusal(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000_000)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void A_header_longer_than_the_file_is_refused_before_it_is_read(ulong length)
    {
        var file = SafetensorsBytes.Of("{}");
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);

        Assert.Contains($"header of {length} bytes; expected at most 2", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Sound.Length; length++)
        {
            Refusal(Sound[..length]);
        }
    }

    [Fact]
    public void A_byte_after_the_data_is_refused() => Refusal([.. Sound, 0]);

    [Fact]
    public void Every_flipped_bit_gives_tensors_or_a_typed_refusal_and_takes_little_memory()
    {
        for (var position = 0; position < Sound.Length; position++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var file = (byte[])Sound.Clone();
                file[position] ^= (byte)(1 << bit);
                AssertTensorsOrRefusal(file);
            }
        }
    }

    [Fact]
    public void Any_splice_of_the_header_gives_tensors_or_a_typed_refusal() =>
        Gen.Select(Gen.Int[0, SoundHeader.Length], Gen.Int[0, 10], Gen.OneOf(Gen.String[0, 5], Gen.String["{}[]\",:0123456789e-+.\\u"]))
            .Sample((start, length, text) =>
            {
                var header = SoundHeader.Remove(start, Math.Min(length, SoundHeader.Length - start)).Insert(start, text);
                AssertTensorsOrRefusal(SafetensorsBytes.Of(header, 0, 0x3c, 0, 0x40, 9));
            });

    private static void AssertTensorsOrRefusal(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            SafetensorsBytes.Read(file, opened => opened.Entries.Sum(entry => opened.ReadSingle(entry.Name).Length));
        }
        catch (BadInputException)
        {
            // A refusal is as good as tensors; any other exception fails the test.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
    }

    private static string Refusal(byte[] file) =>
        Assert.Throws<BadInputException>(() => SafetensorsBytes.Read(file, opened => opened.Entries.Count)).Problem;
}
