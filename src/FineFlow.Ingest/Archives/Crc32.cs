namespace FineFlow.Ingest.Archives;

/// <summary>
/// The checksum of zip entries: CRC-32 of ISO 3309, reflected, polynomial 0x04C11DB7. The framework's zip reader does not check it.
/// </summary>
internal static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Entry((uint)index))];

    /// <summary>Continues a checksum (0 for no bytes) with <paramref name="bytes"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var state = ~crc;
        foreach (var value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return ~state;
    }

    private static uint Entry(uint index)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            index = (index >> 1) ^ ((index & 1) * ReflectedPolynomial);
        }

        return index;
    }
}
