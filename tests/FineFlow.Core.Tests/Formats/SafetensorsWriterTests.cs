using System.Text;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public class SafetensorsWriterTests
{
    [Fact]
    public void Writes_the_bytes_of_the_reference_implementation()
    {
        var writer = new SafetensorsWriter();
        writer.Add("attn0", [1, 1, 2, 3], [0f, 1, 2, 3, 4, 5]);

        // 65 bytes of text, padded to 72.
        byte[] expected =
        [
            72, 0, 0, 0, 0, 0, 0, 0,
            .. """{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       """u8,
            0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40, 0, 0, 0xa0, 0x40,
        ];
        Assert.Equal(expected, SafetensorsBytes.Written(writer));
    }

    [Fact]
    public void Writes_nothing_and_metadata_alone_as_the_reference_does()
    {
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], SafetensorsBytes.Written(new SafetensorsWriter()));
        Assert.Equal(
            [40, 0, 0, 0, 0, 0, 0, 0, .. """{"__metadata__":{"framework":"pt"}}     """u8],
            SafetensorsBytes.Written(new SafetensorsWriter(new Dictionary<string, string> { ["framework"] = "pt" })));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_with_large_types_first_then_names()
    {
        string[] names = ["i64", "u8", "b", "a", "Z", "f64", "\uffff", "\U0001f600"];
        Dictionary<string, string> metadata = new() { ["z"] = "1", ["a"] = "2" };

        var forward = Written(names, metadata);
        var backward = Written(names.Reverse(), metadata.Reverse().ToDictionary());

        Assert.Equal(forward, backward);
        SafetensorsBytes.Read(forward, file =>
        {
            // By UTF-8 bytes, where U+FFFF comes before U+1F600; by UTF-16 units it would not.
            Assert.Equal(["i64", "f64", "Z", "a", "b", "\uffff", "\U0001f600", "u8"], file.Entries.Select(entry => entry.Name));
            Assert.Equal(["a", "z"], file.Metadata.Keys);
            return 0;
        });
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("quote\" backslash\\ tab\t newline\n null\0 escape\u001b")]
    [InlineData("北京 \u2028 \U0001f600 <&'+>")]
    public void Any_text_survives_as_name_and_as_metadata(string text)
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { [text] = text });
        writer.Add(text, [], [3L]);

        SafetensorsBytes.Read(SafetensorsBytes.Written(writer), file =>
        {
            Assert.Equal(text, Assert.Single(file.Entries).Name);
            Assert.Equal([3], file.ReadInt64(text));
            Assert.Equal(text, file.Metadata[text]);
            return 0;
        });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_tensor_that_writes_another_number_of_bytes_leaves_no_file(int written)
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.Add("a", SafetensorsType.U8, [4], stream => stream.Write(new byte[written]));

        var failure = Assert.Throws<InvalidOperationException>(() => writer.Write(folder.File("a.safetensors")));

        Assert.Contains("tensor 'a' wrote", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Refuses_what_would_be_no_sound_file()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [1], [0f]);

        Assert.Throws<ArgumentException>(() => writer.Add("a", [1], [0f]));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", [1], [0f]));
        Assert.ThrowsAny<ArgumentException>(() => writer.Add("half \ud800", [1], [0f]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", [2], [0f]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", [-1, -1], [0f]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", SafetensorsType.F64, [long.MaxValue / 4], _ => { }));
    }

    [Fact]
    public void A_shape_changed_after_adding_changes_nothing()
    {
        long[] shape = [2];
        var writer = new SafetensorsWriter();
        writer.Add("a", shape, [1f, 2f]);
        shape[0] = 3;

        Assert.Equal([2], SafetensorsBytes.Read(SafetensorsBytes.Written(writer), file => file["a"].Shape));
    }

    private static byte[] Written(IEnumerable<string> names, IReadOnlyDictionary<string, string> metadata)
    {
        var writer = new SafetensorsWriter(metadata);
        foreach (var name in names)
        {
            var (type, length) = name switch
            {
                "i64" => (SafetensorsType.I64, 8),
                "f64" => (SafetensorsType.F64, 8),
                "u8" => (SafetensorsType.U8, 1),
                _ => (SafetensorsType.F32, 4),
            };
            writer.Add(name, type, [], stream => stream.Write(Encoding.UTF8.GetBytes(name.PadRight(8)).AsSpan(0, length)));
        }

        return SafetensorsBytes.Written(writer);
    }
}
