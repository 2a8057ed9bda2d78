using System.Runtime.CompilerServices;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Rows of one map, the work of one thread at a time.</summary>
internal readonly record struct MapPiece(int Map, int FirstRow, int EndRow)
{
    public int Rows => EndRow - FirstRow;
}

/// <summary>Divides maps for kernels that go over them more than once.</summary>
internal static class MapPieces
{
    /// <summary>Bytes of maps at a time, so that the second pass finds them in the processor's cache.</summary>
    private const long CachedBytes = 8 << 20;

    /// <summary>Floats of a map from which on threads share it; of smaller ones each takes its own.</summary>
    private const long SharedFloats = 1 << 16;

    /// <summary>The maps, some at a time, each in one piece or one for every thread. The pieces depend on the number of threads and the shape alone.</summary>
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
