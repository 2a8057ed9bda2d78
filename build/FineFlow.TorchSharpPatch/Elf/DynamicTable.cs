using FineFlow.Core;

namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The dynamic segment's tags: where the loader finds symbols, strings and versions.</summary>
internal sealed class DynamicTable
{
    private const ulong End = 0, EntrySize = 16;

    private readonly ElfBytes _file;
    private readonly Dictionary<DynamicTag, ulong> _values = [];

    /// <exception cref="BadInputException">The file has no dynamic segment.</exception>
    public DynamicTable(ElfBytes file, ElfSegments segments)
    {
        _file = file;
        var segment = segments.DynamicSegment ?? throw file.Refusal("has no dynamic segment");
        for (var at = 0ul; at + EntrySize <= segment.Length; at += EntrySize)
        {
            var tag = file.UInt64(segment.Offset + at);
            if (tag == End)
                return;
            _values[(DynamicTag)tag] = file.UInt64(segment.Offset + at + 8);
        }
    }

    /// <exception cref="BadInputException">The file lacks the tag.</exception>
    public ulong this[DynamicTag tag] =>
        _values.TryGetValue(tag, out var value) ? value : throw _file.Refusal($"its dynamic segment has no {tag} entry");
}

/// <summary>The tags that the edit needs, by their numbers in the ELF specification and its GNU extension.</summary>
internal enum DynamicTag : ulong
{
    StringTable = 5,
    SymbolTable = 6,
    StringTableSize = 10,
    GnuHash = 0x6ffffef5,
    SymbolVersions = 0x6ffffff0,
    VersionNeeds = 0x6ffffffe,
    VersionNeedsCount = 0x6fffffff,
}
