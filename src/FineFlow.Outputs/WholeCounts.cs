namespace FineFlow.Outputs;

/// <summary>Types of whole counts in files.</summary>
internal static class WholeCounts
{
    /// <summary>Returns whether int32 holds all counts. Where it does not, float64 does, up to 2^53.</summary>
    public static bool FitInt32(long[] whole) => Array.TrueForAll(whole, count => count <= int.MaxValue);
}
