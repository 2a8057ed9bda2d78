using FineFlow.Core;

namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The versions that the library demands of others (.gnu.version_r).</summary>
internal static class VersionNeeds
{
    private const ulong EntrySize = 16;
    private const int MostVersions = 0x7fff;

    /// <summary>All demands, in the order of the file.</summary>
    /// <exception cref="BadInputException">A broken chain, or more entries than version numbers exist.</exception>
    public static List<VersionNeed> Read(ElfBytes file, ElfSegments segments, DynamicTable table)
    {
        var needs = new List<VersionNeed>();
        var library = segments.FileOffset(table[DynamicTag.VersionNeeds], EntrySize);
        for (var left = table[DynamicTag.VersionNeedsCount]; left > 0; left--)
        {
            ReadVersions(file, library, needs);
            library = Next(file, library, file.UInt32(library + 12), isLast: left == 1);
        }

        return needs;
    }

    private static void ReadVersions(ElfBytes file, ulong library, List<VersionNeed> needs)
    {
        var count = file.UInt16(library + 2);
        if (count == 0 || needs.Count + count > MostVersions)
            throw file.Refusal($"demands {needs.Count} + {count} versions, expected 1 to {MostVersions}");

        var version = library + file.UInt32(library + 8);
        for (var left = count; left > 0; left--)
        {
            needs.Add(new VersionNeed(library, version, file.UInt32(version), file.UInt16(version + 6), file.UInt32(version + 8)));
            version = Next(file, version, file.UInt32(version + 12), isLast: left == 1);
        }
    }

    private static ulong Next(ElfBytes file, ulong at, uint distance, bool isLast)
    {
        if (distance < EntrySize && !isLast)
            throw file.Refusal($"the version entry at {at} has no entry after it, and its count says that there is one");

        return at + distance;
    }
}

/// <summary>One demanded version.</summary>
/// <param name="Library">Where the record of the library it is demanded of starts in the file.</param>
/// <param name="Offset">Where the entry itself starts in the file.</param>
/// <param name="Hash">The ELF hash of the version's name.</param>
/// <param name="Number">The number by which symbols refer to it.</param>
/// <param name="Name">Where its name starts in the string table.</param>
internal readonly record struct VersionNeed(ulong Library, ulong Offset, uint Hash, int Number, uint Name)
{
    /// <summary>Gives this entry the name and hash of another; its number, and so the symbols tied to it, stay.</summary>
    public void Become(VersionNeed other, ElfBytes file)
    {
        file.WriteUInt32(Offset, other.Hash);
        file.WriteUInt32(Offset + 8, other.Name);
    }
}
