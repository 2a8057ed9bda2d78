namespace FineFlow.Core.Formats;

/// <summary>Names of the element types in a safetensors header, and how their numbers lie in the file.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, SafetensorsType> ByName = Enum.GetValues<SafetensorsType>().ToDictionary(Name);

    public static bool TryParse(string name, out SafetensorsType type) => ByName.TryGetValue(name, out type);

    public static string Name(SafetensorsType type) => type == SafetensorsType.Bool ? "BOOL" : type.ToString();

    public static NumberFormat Format(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool => NumberFormat.Bool,
        SafetensorsType.U8 => NumberFormat.UInt8,
        SafetensorsType.I8 => NumberFormat.Int8,
        SafetensorsType.I16 => NumberFormat.Int16,
        SafetensorsType.U16 => NumberFormat.UInt16,
        SafetensorsType.F16 => NumberFormat.Float16,
        SafetensorsType.BF16 => NumberFormat.BFloat16,
        SafetensorsType.I32 => NumberFormat.Int32,
        SafetensorsType.U32 => NumberFormat.UInt32,
        SafetensorsType.F32 => NumberFormat.Float32,
        SafetensorsType.F64 => NumberFormat.Float64,
        SafetensorsType.I64 => NumberFormat.Int64,
        SafetensorsType.U64 => NumberFormat.UInt64,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Returns the bytes of a tensor; null where the shape has no such number (negative, or too large to count).</summary>
    public static long? ByteLength(SafetensorsType type, ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        foreach (var size in shape)
        {
            count *= size;
            if (size < 0 || count > long.MaxValue)
            {
                return null;
            }
        }

        count *= Format(type).Size;
        return count > long.MaxValue ? null : (long)count;
    }
}
