namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The dynamic symbols and the version each is bound to (.dynsym, .gnu.version).</summary>
internal sealed class DynamicSymbols
{
    private const ulong EntrySize = 24, VersionSize = 2;
    private const ushort HiddenBit = 0x8000;

    private readonly ElfBytes _file;
    private readonly ulong _symbols, _versions;

    public DynamicSymbols(ElfBytes file, ElfSegments segments, DynamicTable table)
    {
        _file = file;
        Count = GnuHashTable.CountSymbols(file, segments, table[DynamicTag.GnuHash]);
        _symbols = segments.FileOffset(table[DynamicTag.SymbolTable], Count * EntrySize);
        _versions = segments.FileOffset(table[DynamicTag.SymbolVersions], Count * VersionSize);
    }

    public ulong Count { get; }

    /// <summary>Where the symbol's name starts in the string table.</summary>
    public uint Name(ulong symbol) => _file.UInt32(_symbols + symbol * EntrySize);

    /// <summary>Whether the symbol must come from another library.</summary>
    public bool IsUndefined(ulong symbol) => _file.UInt16(_symbols + symbol * EntrySize + 6) == 0;

    /// <summary>The number that ties the symbol to its entry of .gnu.version_r.</summary>
    public int Version(ulong symbol) => _file.UInt16(_versions + symbol * VersionSize) & ~HiddenBit;
}
