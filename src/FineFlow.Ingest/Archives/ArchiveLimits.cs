namespace FineFlow.Ingest.Archives;

/// <summary>Upper limits of an archive. Larger ones are taken for zip bombs.</summary>
/// <param name="EntryBytes">Expanded bytes of one entry.</param>
/// <param name="TotalBytes">Expanded bytes of all entries, and bytes of the archive.</param>
/// <param name="Ratio">Expanded size of an entry over its size in the archive, for entries above <see cref="SmallEntry"/>.</param>
internal sealed record ArchiveLimits(long EntryBytes, long TotalBytes, int Ratio)
{
    /// <summary>Size in bytes up to which the ratio is not checked: small files of equal numbers are harmless.</summary>
    public const long SmallEntry = 1 << 20;

    /// <summary>Number of entries of any kind.</summary>
    public const int Entries = 10_000;
}
