namespace FineFlow.Core.Formats;

/// <summary>An array of an <c>.npy</c> file in memory, always in C order (the last index runs fastest).</summary>
/// <param name="Shape">Size of each axis; empty for a scalar.</param>
/// <param name="Values">The elements; their number is the product of <paramref name="Shape"/>.</param>
public sealed record NpyArray<T>(int[] Shape, T[] Values)
    where T : unmanaged;
