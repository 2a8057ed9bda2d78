using System.Text;

namespace FineFlow.TorchSharpPatch.Tests;

/// <summary>
/// The smallest shared library that has all that the edit reads. Its second loaded segment, with the dynamic table, lies at an address
/// that is not its offset, as in real libraries; the section table is the end of the file.
/// </summary>
internal sealed class ElfFixture
{
    public const string Symbol = "_ZSt21ios_base_library_initv", NewVersion = "GLIBCXX_3.4.32", OldVersion = "GLIBCXX_3.4.20";
    public const string Wait = "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE";
    private const ulong DataShift = 0x1000;
    private const int Header = 64, ProgramHeader = 56, SectionHeader = 64;

    private readonly StringBuilder _strings = new("\0");

    public ElfFixture()
    {
        Symbols = [("", false, 0), ("malloc", true, 3), (Symbol, true, 18), ("exported", false, 1)];
        Versions = [("GLIBCXX_3.4.9", 12), (NewVersion, 18), (OldVersion, 7)];
    }

    /// <summary>Name, whether it is undefined, and its version number; the last is the one in the hash table.</summary>
    public List<(string Name, bool Undefined, ushort Version)> Symbols { get; set; }

    /// <summary>Name and number of each version demanded of libstdc++.</summary>
    public List<(string Name, ushort Number)> Versions { get; set; }

    /// <summary>The tag of the dynamic table to leave out.</summary>
    public ulong? MissingTag { get; set; }

    /// <summary>A version demanded of another library, before those of libstdc++.</summary>
    public (string Name, ushort Number) OtherLibraryVersion { get; set; } = ("GLIBC_2.34", 3);

    /// <summary>Adds the wait of GCC 12 and the demands for its version and the one before.</summary>
    public ElfFixture WithWait()
    {
        Symbols.Insert(3, (Wait, true, 29));
        Versions.AddRange([("GLIBCXX_3.4.30", 29), ("GLIBCXX_3.4.11", 10)]);
        return this;
    }

    public static uint ElfHash(string name)
    {
        var hash = 0u;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    public byte[] Build()
    {
        var symbols = Bytes(Symbols.SelectMany(SymbolEntry));
        var versions = Bytes(Symbols.SelectMany(symbol => BitConverter.GetBytes(symbol.Version)));
        byte[] needs =
            [.. Library("libc.so.6", [OtherLibraryVersion], isLast: false), .. Library("libstdc++.so.6", Versions, isLast: true)];
        var hash = HashTable();
        var strings = Encoding.ASCII.GetBytes(_strings.ToString());

        var start = (ulong)(Header + 3 * ProgramHeader);
        byte[][] parts = [symbols, versions, needs, hash, strings];
        var at = new ulong[parts.Length + 1];
        at[0] = start;
        for (var i = 0; i < parts.Length; i++)
            at[i + 1] = at[i] + (ulong)parts[i].Length;

        var dynamic = Dynamic(at, (ulong)strings.Length);
        var end = at[^1] + (ulong)dynamic.Length;
        return
        [
            .. FileHeader(end),
            .. ProgramHeaderOf(1, 0, 0, at[^1]),
            .. ProgramHeaderOf(1, at[^1], at[^1] + DataShift, (ulong)dynamic.Length),
            .. ProgramHeaderOf(2, at[^1], at[^1] + DataShift, (ulong)dynamic.Length),
            .. parts.SelectMany(part => part),
            .. dynamic,
            .. new byte[SectionHeader],
        ];
    }

    private static byte[] FileHeader(ulong sectionTable) => Bytes(
    [
        0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9],
        .. U16(3), .. U16(62), .. U32(1), .. U64(0), .. U64(Header), .. U64(sectionTable), .. U32(0),
        .. U16(Header), .. U16(ProgramHeader), .. U16(3), .. U16(SectionHeader), .. U16(1), .. U16(0),
    ]);

    private static byte[] ProgramHeaderOf(uint type, ulong offset, ulong address, ulong length) =>
        [.. U32(type), .. U32(4), .. U64(offset), .. U64(address), .. U64(address), .. U64(length), .. U64(length), .. U64(8)];

    private byte[] SymbolEntry((string Name, bool Undefined, ushort Version) symbol) =>
        [.. U32(Text(symbol.Name)), 0x12, 0, .. U16(symbol.Undefined ? 0 : 1), .. U64(0), .. U64(0)];

    private byte[] Library(string name, List<(string Name, ushort Number)> versions, bool isLast)
    {
        var length = 16u * (uint)(1 + versions.Count);
        var bytes = new List<byte>([.. U16(1), .. U16(versions.Count), .. U32(Text(name)), .. U32(16), .. U32(isLast ? 0 : length)]);
        for (var i = 0; i < versions.Count; i++)
        {
            var (version, number) = versions[i];
            var next = i + 1 < versions.Count ? 16u : 0;
            bytes.AddRange([.. U32(ElfHash(version)), .. U16(0), .. U16(number), .. U32(Text(version)), .. U32(next)]);
        }

        return [.. bytes];
    }

    /// <summary>One bucket, whose chain is the last symbol alone.</summary>
    private byte[] HashTable()
    {
        var last = (uint)Symbols.Count - 1;
        return [.. U32(1), .. U32(last), .. U32(1), .. U32(6), .. U64(0), .. U32(last), .. U32(1)];
    }

    private byte[] Dynamic(ulong[] at, ulong stringsLength)
    {
        (ulong Tag, ulong Value)[] tags =
        [
            (6, at[0]), (0x6ffffff0, at[1]), (0x6ffffffe, at[2]), (0x6fffffff, 2),
            (0x6ffffef5, at[3]), (5, at[4]), (10, stringsLength), (0, 0),
        ];
        return Bytes(tags.Where(entry => entry.Tag != MissingTag).SelectMany(entry => (byte[])[.. U64(entry.Tag), .. U64(entry.Value)]));
    }

    private uint Text(string text)
    {
        var known = _strings.ToString().IndexOf($"\0{text}\0", StringComparison.Ordinal);
        if (known >= 0)
            return (uint)known + 1;

        var at = (uint)_strings.Length;
        _strings.Append(text).Append('\0');
        return at;
    }

    private static byte[] Bytes(IEnumerable<byte> bytes) => [.. bytes];

    private static byte[] U16(int value) => BitConverter.GetBytes((ushort)value);

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);

    private static byte[] U64(ulong value) => BitConverter.GetBytes(value);
}
