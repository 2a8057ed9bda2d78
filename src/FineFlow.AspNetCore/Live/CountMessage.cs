using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Live;

/// <summary>A checked message of counts.</summary>
/// <param name="Id">A hash of what tells it from others of its slot, which takes the same memory for every length.</param>
/// <param name="Time">A time in its slot, on the city's clock.</param>
/// <param name="Cells">The coarse cells that it counts, by their number in the map [C, H, W].</param>
/// <param name="Counts">The count of each.</param>
internal sealed record CountMessage(UInt128 Id, DateTimeOffset Time, int[] Cells, double[] Counts)
{
    private const int LongestId = 200;
    private const double LargestCount = 1e9;

    private static readonly string[] Times = ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz"];

    /// <summary>Checks a message.</summary>
    /// <param name="body">The message.</param>
    /// <param name="shape">Coarse maps of the city.</param>
    /// <param name="prefix">What stands before the fields' names in messages.</param>
    /// <exception cref="BadInputException">Names the field and what was expected.</exception>
    public static CountMessage Of(CountMessageBody body, FlowShape shape, string prefix = "")
    {
        if (body.Id.Length is 0 or > LongestId)
        {
            throw new BadInputException(prefix + "id", $"has {body.Id.Length} characters; 1 to {LongestId} are expected");
        }

        var time = TimeOf(body.Slot, prefix + "slot");
        var (cells, counts) = body switch
        {
            { Value: { } value, Coarse: null } => ([CellOf(body, shape, prefix)], [value]),
            { Value: null, Coarse: { } coarse, Row: null, Column: null, Channel: 0 } => CellsOf(coarse, shape, prefix),
            _ => throw new BadInputException(
                prefix + "value", "and coarse exclude each other; a value with row and column, or coarse is expected"),
        };
        return Array.FindIndex(counts, count => !(count is >= 0 and <= LargestCount)) is >= 0 and var wrong
            ? throw new BadInputException(
                prefix + (body.Value is null ? "coarse" : "value"), $"is {counts[wrong]}; a count from 0 to {LargestCount:0} is expected")
            : new(HashOf(body.Id), time, cells, counts);
    }

    private static int CellOf(CountMessageBody body, FlowShape shape, string prefix)
    {
        return (Place("channel", body.Channel, shape.Channels) * shape.Rows + Place("row", body.Row, shape.Rows)) * shape.Columns
            + Place("column", body.Column, shape.Columns);

        int Place(string name, int? given, int size) => given is { } place && place >= 0 && place < size
            ? place
            : throw new BadInputException(prefix + name, $"is {(given is null ? "missing" : $"{given}")}; 0 to {size - 1} is expected");
    }

    private static (int[] Cells, double[] Counts) CellsOf(NestedNumbers coarse, FlowShape shape, string prefix)
    {
        int[] expected = [shape.Channels, shape.Rows, shape.Columns];
        if (!coarse.Shape.SequenceEqual(expected) && !(shape.Channels == 1 && coarse.Shape.SequenceEqual(expected.AsSpan(1))))
        {
            throw new BadInputException(
                prefix + "coarse",
                $"has shape [{string.Join(", ", coarse.Shape)}]; [{string.Join(", ", expected)}] is expected, as the model's");
        }

        int[] cells = [.. Enumerable.Range(0, coarse.Values.Length).Where(cell => !double.IsNaN(coarse.Values[cell]))];
        return (cells, Array.ConvertAll(cells, cell => coarse.Values[cell]));
    }

    /// <summary>A time without an offset would be read on the server's own clock.</summary>
    private static DateTimeOffset TimeOf(string text, string field)
    {
        var written = text.EndsWith('Z') ? $"{text[..^1]}+00:00" : text;
        return DateTimeOffset.TryParseExact(written, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && time.Year is > 1970 and < 9999
            ? time
            : throw new BadInputException(field, "is no time with its offset; one as 2026-03-02T08:00:00+08:00 is expected");
    }

    private static UInt128 HashOf(string id) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
