namespace FineFlow.Core.Formats;

/// <summary>Header of an <c>.npy</c> file.</summary>
/// <param name="Shape">Size of each axis; empty for a scalar.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="FortranOrder">Whether the first index runs fastest in the file.</param>
/// <param name="BigEndian">Whether the most significant byte of an element comes first.</param>
/// <param name="DataOffset">Start of the data, in bytes from the start of the file.</param>
public sealed record NpyHeader(int[] Shape, NpyElementType Type, bool FortranOrder, bool BigEndian, long DataOffset)
{
    /// <summary>Number of elements: the product of <see cref="Shape"/>.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Bytes of the data.</summary>
    public long DataLength => (long)Count * NpyDescr.Format(Type).Size;
}
