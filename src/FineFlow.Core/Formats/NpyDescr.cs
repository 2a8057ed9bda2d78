namespace FineFlow.Core.Formats;

/// <summary>numpy's type strings: a byte order, a kind and a size, such as <c>&lt;f4</c>.</summary>
internal static class NpyDescr
{
    public static (NpyElementType Type, bool BigEndian) Parse(string descr, string source)
    {
        if (descr.Length < 2 || !"<>|=".Contains(descr[0], StringComparison.Ordinal))
        {
            throw new BadInputException(source, $"npy header: descr '{descr}' is not a byte order (<, >, | or =) followed by a type");
        }

        if (descr[1] == 'O')
        {
            throw new BadInputException(source, "npy header: the elements are Python objects; pickles are never read");
        }

        var type = ElementType(descr[1..])
            ?? throw new BadInputException(source, $"npy header: descr '{descr}' is not supported; expected bool, integer or float");
        if (descr[0] == '|' && Format(type).Size > 1)
        {
            throw new BadInputException(source, $"npy header: descr '{descr}' lacks the byte order of elements of {descr[2]} bytes");
        }

        return (type, descr[0] == '>');
    }

    public static NumberFormat Format(NpyElementType type) => type switch
    {
        NpyElementType.B1 => NumberFormat.Bool,
        NpyElementType.I1 => NumberFormat.Int8,
        NpyElementType.U1 => NumberFormat.UInt8,
        NpyElementType.I2 => NumberFormat.Int16,
        NpyElementType.U2 => NumberFormat.UInt16,
        NpyElementType.I4 => NumberFormat.Int32,
        NpyElementType.U4 => NumberFormat.UInt32,
        NpyElementType.I8 => NumberFormat.Int64,
        NpyElementType.U8 => NumberFormat.UInt64,
        NpyElementType.F2 => NumberFormat.Float16,
        NpyElementType.F4 => NumberFormat.Float32,
        NpyElementType.F8 => NumberFormat.Float64,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static NpyElementType? ElementType(string code) => code switch
    {
        "b1" => NpyElementType.B1,
        "i1" => NpyElementType.I1,
        "u1" => NpyElementType.U1,
        "i2" => NpyElementType.I2,
        "u2" => NpyElementType.U2,
        "i4" => NpyElementType.I4,
        "u4" => NpyElementType.U4,
        "i8" => NpyElementType.I8,
        "u8" => NpyElementType.U8,
        "f2" => NpyElementType.F2,
        "f4" => NpyElementType.F4,
        "f8" => NpyElementType.F8,
        _ => null,
    };
}
