using System.Text;

namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The string table of the dynamic segment (.dynstr).</summary>
internal sealed class DynamicStrings(ElfBytes file, ElfSegments segments, DynamicTable table)
{
    private readonly ulong _size = table[DynamicTag.StringTableSize];
    private readonly ulong _offset = segments.FileOffset(table[DynamicTag.StringTable], table[DynamicTag.StringTableSize]);

    /// <summary>Whether the string that starts at <paramref name="name"/> is <paramref name="text"/>, its closing zero included.</summary>
    public bool Is(uint name, string text)
    {
        var rest = From(name);
        return rest.Length > text.Length && rest[text.Length] == 0 && rest[..text.Length].SequenceEqual(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Writes a shorter string over one of <paramref name="oldLength"/> bytes and fills the rest with zeros.</summary>
    public void Overwrite(uint name, int oldLength, string text)
    {
        var place = From(name)[..oldLength];
        place.Clear();
        Encoding.ASCII.GetBytes(text, place);
    }

    private Span<byte> From(uint name)
    {
        if (name >= _size)
            throw file.Refusal($"a name starts at {name}, and the string table has {_size} bytes");

        return file.Span(_offset + name, _size - name);
    }
}
