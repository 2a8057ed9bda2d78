namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The GNU hash table: nothing else in the dynamic segment tells how many symbols there are.</summary>
internal static class GnuHashTable
{
    private const ulong HeaderSize = 16, BloomWordSize = 8, WordSize = 4;

    /// <summary>One more than the highest symbol of any chain; symbols below the table's first one are not in it, but exist.</summary>
    public static ulong CountSymbols(ElfBytes file, ElfSegments segments, ulong address)
    {
        var table = segments.FileOffset(address, HeaderSize);
        var bucketCount = file.UInt32(table);
        var firstHashed = file.UInt32(table + 4);
        var buckets = table + HeaderSize + file.UInt32(table + 8) * BloomWordSize;
        var chains = buckets + bucketCount * WordSize;

        var last = 0u;
        for (var i = 0u; i < bucketCount; i++)
            last = Math.Max(last, file.UInt32(buckets + i * WordSize));
        if (last < firstHashed)
            return firstHashed;

        var symbol = (ulong)last;
        while ((file.UInt32(chains + (symbol - firstHashed) * WordSize) & 1) == 0)
            symbol++;
        return symbol + 1;
    }
}
