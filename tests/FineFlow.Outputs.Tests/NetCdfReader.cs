using System.Buffers.Binary;
using System.Text;

namespace FineFlow.Outputs.Tests;

/// <summary>
/// Reads a netCDF classic file by the grammar of its specification, and refuses one that is shorter or longer than its header says. It
/// shares nothing with what writes them.
/// </summary>
internal sealed class NetCdfReader
{
    private readonly byte[] _bytes;
    private int _at;

    public NetCdfReader(byte[] bytes)
    {
        _bytes = bytes;
        Assert.Equal("CDF\u0002"u8.ToArray(), bytes[..4]);
        _at = 4;
        Records = Int();
        Dimensions = List(10, () => (Name(), Int()));
        Attributes = List(12, Attribute).ToDictionary();
        Variables = List(11, Variable).ToDictionary(variable => variable.Name);
        Assert.All(Variables.Values, variable => Assert.True(variable.Begin >= _at, variable.Name));
        Assert.Equal(bytes.Length, Variables.Values.Max(End));
    }

    public int Records { get; }

    public IReadOnlyList<(string Name, int Length)> Dimensions { get; }

    public IReadOnlyDictionary<string, object> Attributes { get; }

    public IReadOnlyDictionary<string, Header> Variables { get; }

    /// <summary>All values of a variable, as the numbers that they are.</summary>
    public double[] Values(string name)
    {
        var variable = Variables[name];
        var records = variable.HasRecords ? Records : 1;
        var count = Count(variable);
        return [.. from record in Enumerable.Range(0, records)
                   from index in Enumerable.Range(0, count)
                   select Number(variable.Type, (int)variable.Begin + record * RecordSize + index * Size(variable.Type))];
    }

    public string[] DimensionsOf(string name) => [.. Variables[name].Dimensions.Select(number => Dimensions[number].Name)];

    private int RecordSize => Variables.Values.Where(variable => variable.HasRecords).Sum(variable => variable.Bytes);

    private long End(Header variable) =>
        variable.Begin + variable.Bytes + (variable.HasRecords ? (long)(Records - 1) * RecordSize : 0);

    private int Count(Header variable) =>
        variable.Dimensions.Select(number => Dimensions[number].Length).Where(length => length > 0).Aggregate(1, (a, b) => a * b);

    private Header Variable()
    {
        var name = Name();
        int[] dimensions = [.. Enumerable.Range(0, Int()).Select(_ => Int())];
        var attributes = List(12, Attribute).ToDictionary();
        var (type, bytes) = (Int(), Int());
        var begin = BinaryPrimitives.ReadInt64BigEndian(Take(8));
        var hasRecords = dimensions is [var first, ..] && Dimensions[first].Length == 0;
        var header = new Header(name, dimensions, attributes, type, bytes, begin, hasRecords);
        Assert.Equal(Count(header) * Size(type), bytes);
        return header;
    }

    private KeyValuePair<string, object> Attribute()
    {
        var (name, type, count) = (Name(), Int(), Int());
        var start = _at;
        Take((count * Size(type) + 3) / 4 * 4);
        object value = type == 2
            ? Encoding.UTF8.GetString(_bytes, start, count)
            : Enumerable.Range(0, count).Select(index => Number(type, start + index * Size(type))).ToArray();
        return new(name, value);
    }

    private List<T> List<T>(int tag, Func<T> item)
    {
        var (found, count) = (Int(), Int());
        Assert.Equal(count == 0 ? 0 : tag, found);
        return [.. Enumerable.Range(0, count).Select(_ => item())];
    }

    private string Name()
    {
        var length = Int();
        var text = Encoding.UTF8.GetString(_bytes, _at, length);
        Take((length + 3) / 4 * 4);
        return text;
    }

    private int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    private ReadOnlySpan<byte> Take(int count)
    {
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    private double Number(int type, int at) => type switch
    {
        4 => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(at)),
        5 => BinaryPrimitives.ReadSingleBigEndian(_bytes.AsSpan(at)),
        _ => BinaryPrimitives.ReadDoubleBigEndian(_bytes.AsSpan(at)),
    };

    private static int Size(int type) => type switch { 2 => 1, 4 or 5 => 4, 6 => 8, _ => throw new InvalidDataException($"type {type}") };

    internal sealed record Header(
        string Name, int[] Dimensions, IReadOnlyDictionary<string, object> Attributes, int Type, int Bytes, long Begin, bool HasRecords);
}
