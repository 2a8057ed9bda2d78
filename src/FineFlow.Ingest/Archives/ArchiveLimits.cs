namespace FineFlow.Ingest.Archives;

/// <summary>What an archive may hold at most; anything beyond is taken for a zip bomb.</summary>
/// <param name="EntryBytes">Expanded size of one entry.</param>
/// <param name="TotalBytes">Expanded size of all entries, and size of the archive itself.</param>
/// <param name="Ratio">Expanded size of an entry over its size in the archive, looked at from <see cref="SmallEntry"/> on.</param>
internal sealed record ArchiveLimits(long EntryBytes, long TotalBytes, int Ratio)
{
    /// <summary>Up to here an entry may be anything: a small file of equal numbers is no bomb.</summary>
    public const long SmallEntry = 1 << 20;

    /// <summary>Entries of any kind in one archive.</summary>
    public const int Entries = 10_000;
}
