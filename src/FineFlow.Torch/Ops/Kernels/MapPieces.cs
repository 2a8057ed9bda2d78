using System.Runtime.CompilerServices;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Rows of one map, which one thread works on.</summary>
internal readonly record struct MapPiece(int Map, int FirstRow, int EndRow)
{
    public int Rows => EndRow - FirstRow;
}

/// <summary>Divides maps for kernels with more than one pass.</summary>
internal static class MapPieces
{
    /// <summary>Bytes of maps in a group, so that the second pass finds them in the processor's cache.</summary>
    private const long CachedBytes = 8 << 20;

    /// <summary>Smallest size in floats of a map that threads share; smaller maps go to one thread each.</summary>
    private const long SharedFloats = 1 << 16;

    /// <summary>
    /// Returns groups of maps, each map in one piece or in one for every thread. The pieces depend only on the number of threads and the
    /// shape.
    /// </summary>
    public static IEnumerable<MapPiece[]> Of<T>(NhwcView<T> maps)
        where T : unmanaged, IMapNumber<T>
    {
        var floats = (long)maps.Height * maps.Width * maps.Channels;
        var atOnce = (int)Math.Clamp(CachedBytes / (floats * Unsafe.SizeOf<T>()), 1, maps.Batch);
        var parts = floats < SharedFloats ? 1 : Math.Min(KernelThreads.Count, maps.Height);
        for (var first = 0; first < maps.Batch; first += atOnce)
        {
            yield return [.. from map in Enumerable.Range(first, Math.Min(atOnce, maps.Batch - first))
                             from part in Enumerable.Range(0, parts)
                             select new MapPiece(map, maps.Height * part / parts, maps.Height * (part + 1) / parts)];
        }
    }
}
