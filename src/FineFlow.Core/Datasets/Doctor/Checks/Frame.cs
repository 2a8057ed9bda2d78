using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>The fine maps of one slot as a fingerprint: equal maps have equal ones.</summary>
/// <param name="Hash">128 bits of the values' SHA-256.</param>
/// <param name="BusyCells">Cells that are not 0.</param>
internal readonly record struct Frame(UInt128 Hash, int BusyCells)
{
    // On a quiet night two slots may well be equal where only a cell or two have flow.
    private const int FewCells = 8;

    /// <summary>Whether an equal map elsewhere is a copy rather than chance.</summary>
    public bool Tells => BusyCells >= FewCells;

    public static Frame[] All(FlowMaps maps) => [.. Enumerable.Range(0, maps.Samples).Select(sample => Of(maps.Sample(sample)))];

    private static Frame Of(ReadOnlySpan<float> values)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(values), hash);
        return new(BinaryPrimitives.ReadUInt128LittleEndian(hash), values.Length - values.Count(0f));
    }
}
