using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FineFlow.Outputs;

/// <summary>
/// A netCDF classic file with 64-bit offsets ("CDF-2"), which every netCDF library since 2004 reads. The first dimension is the record
/// dimension: variables that have it lie record by record behind the others.
/// </summary>
/// <param name="Records">Number of records.</param>
/// <param name="Dimensions">The dimensions, the record dimension first; its length is not read.</param>
/// <param name="Attributes">Attributes of the file.</param>
/// <param name="Variables">The variables.</param>
internal sealed record NetCdfFile(
    int Records,
    IReadOnlyList<NetCdfDimension> Dimensions,
    IReadOnlyList<NetCdfAttribute> Attributes,
    IReadOnlyList<NetCdfVariable> Variables)
{
    private const int DimensionTag = 10, VariableTag = 11, AttributeTag = 12;
    private const int CharType = 2, IntType = 4, FloatType = 5, DoubleType = 6;
    private const int Alignment = 4;

    /// <summary>The most bytes of a variable in a record that the format states.</summary>
    public const long MaxBytes = uint.MaxValue - 3L;

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        // Offsets have a fixed width, so the header is as long without them.
        var begins = Begins(Header(new long[Variables.Count]).Length);
        stream.Write(Header(begins));
        foreach (var variable in Variables.Where(variable => !variable.HasRecords))
        {
            WriteValues(stream, variable, 0);
        }

        for (var record = 0; record < Records; record++)
        {
            foreach (var variable in Variables.Where(variable => variable.HasRecords))
            {
                WriteValues(stream, variable, record);
            }
        }
    }

    private long[] Begins(long start)
    {
        var begins = new long[Variables.Count];
        foreach (var hasRecords in new[] { false, true })
        {
            foreach (var (index, variable) in Variables.Index().Where(item => item.Item.HasRecords == hasRecords))
            {
                begins[index] = start;
                start += Bytes(variable);
            }
        }

        return begins;
    }

    /// <summary>Returns the bytes of a variable, or of one of its records. All its types are multiples of the alignment.</summary>
    private long Bytes(NetCdfVariable variable) => variable.Dimensions
        .Where(dimension => dimension > 0)
        .Aggregate((long)SizeOf(variable.Type), (bytes, dimension) => bytes * Dimensions[dimension].Length);

    private byte[] Header(long[] begins)
    {
        using var header = new MemoryStream();
        header.Write("CDF\u0002"u8);
        Int(header, Records);
        List(header, DimensionTag, Dimensions.Count);
        foreach (var (index, dimension) in Dimensions.Index())
        {
            Name(header, dimension.Name);
            Int(header, index == 0 ? 0 : dimension.Length);
        }

        WriteAttributes(header, Attributes);
        List(header, VariableTag, Variables.Count);
        foreach (var (index, variable) in Variables.Index())
        {
            Name(header, variable.Name);
            Int(header, variable.Dimensions.Count);
            foreach (var dimension in variable.Dimensions)
            {
                Int(header, dimension);
            }

            WriteAttributes(header, variable.Attributes);
            Int(header, TypeCode(variable.Type));
            Int(header, unchecked((int)(uint)Bytes(variable)));
            Long(header, begins[index]);
        }

        return header.ToArray();
    }

    private static void WriteAttributes(MemoryStream header, IReadOnlyList<NetCdfAttribute> attributes)
    {
        List(header, AttributeTag, attributes.Count);
        foreach (var (name, value) in attributes)
        {
            Name(header, name);
            var bytes = value switch
            {
                string text => Encoding.UTF8.GetBytes(text),
                int number => BigEndian(new[] { number }),
                float number => BigEndian(new[] { number }),
                _ => BigEndian(new[] { (double)value }),
            };
            Int(header, value is string ? CharType : TypeCode(value.GetType()));
            Int(header, value is string ? bytes.Length : 1);
            Padded(header, bytes);
        }
    }

    private static void WriteValues(Stream stream, NetCdfVariable variable, int record) => stream.Write(BigEndian(variable.Values(record)));

    private static byte[] BigEndian(Array values)
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        if (values is double[])
        {
            var words = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else
        {
            var words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }

    private static int TypeCode(Type type) => type == typeof(int) ? IntType : type == typeof(float) ? FloatType : DoubleType;

    private static int SizeOf(Type type) => type == typeof(double) ? sizeof(double) : sizeof(int);

    /// <summary>Writes the head of a list; an empty one has no tag.</summary>
    private static void List(MemoryStream header, int tag, int count)
    {
        Int(header, count == 0 ? 0 : tag);
        Int(header, count);
    }

    private static void Name(MemoryStream header, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Int(header, bytes.Length);
        Padded(header, bytes);
    }

    private static void Padded(MemoryStream header, byte[] bytes)
    {
        header.Write(bytes);
        header.Write(new byte[(Alignment - bytes.Length % Alignment) % Alignment]);
    }

    private static void Int(MemoryStream header, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        header.Write(bytes);
    }

    private static void Long(MemoryStream header, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        header.Write(bytes);
    }
}

/// <summary>A dimension of a netCDF file.</summary>
internal sealed record NetCdfDimension(string Name, int Length);

/// <summary>An attribute of a netCDF file or variable: a string, int, float or double.</summary>
internal sealed record NetCdfAttribute(string Name, object Value);

/// <summary>A variable of a netCDF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values: int, float or double.</param>
/// <param name="Dimensions">Numbers of its dimensions; none for a single value.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Values">Returns its values, an array of its type, of a record; of all where it has no record dimension.</param>
internal sealed record NetCdfVariable(
    string Name, Type Type, IReadOnlyList<int> Dimensions, IReadOnlyList<NetCdfAttribute> Attributes, Func<int, Array> Values)
{
    /// <summary>Whether its first dimension is the record dimension.</summary>
    public bool HasRecords => Dimensions is [0, ..];
}
