using System.Buffers;
using System.Globalization;
using System.Text;

namespace FineFlow.Outputs;

/// <summary>
/// A table with a line a value, the fields quoted as in RFC 4180: the slot (its start, or its number), row and column of the fine cell from
/// 0 in the north-west, the cell's centre (empty where its place is unknown), channel, flow, and a column for each quantile.
/// </summary>
internal sealed class CsvFormat : OutputFormat
{
    private const string Degrees = "0.#######", ProjectedUnits = "0.###";
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    public override string Key => "csv";

    public override IReadOnlyList<string> Endings => [".csv"];

    public override string MediaType => "text/csv";

    public override string Description => "a table";

    public override bool UsesPlace => true;

    public override bool HoldsQuantiles => true;

    public override void Write(Stream stream, Prediction prediction)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var quantiles = string.Concat(prediction.Quantiles.Select(quantile => $",{quantile.Name}"));
        writer.WriteLine($"{(prediction.Time is null ? "slot" : "time")},row,column,{Axes(prediction.Place)},channel,flow{quantiles}");
        var cells = Cells(prediction);
        for (var sample = 0; sample < prediction.Fine.Samples; sample++)
        {
            var slot = prediction.SlotName(sample);
            for (var channel = 0; channel < prediction.Fine.Channels; channel++)
            {
                WriteMap(writer, prediction, sample, channel, $"{slot},", cells, $",{Quoted(prediction.ChannelName(channel))},");
            }
        }
    }

    private static void WriteMap(
        StreamWriter writer, Prediction prediction, int sample, int channel, string slot, string[] cells, string name)
    {
        Span<char> number = stackalloc char[32];
        var first = (sample * prediction.Fine.Channels + channel) * cells.Length;
        for (var cell = 0; cell < cells.Length; cell++)
        {
            writer.Write(slot);
            writer.Write(cells[cell]);
            writer.Write(name);
            var length = Format(prediction, first + cell, number);
            writer.Write(number[..length]);
            foreach (var quantile in prediction.Quantiles)
            {
                writer.Write(',');
                writer.Write((long)quantile.Counts.Values[first + cell]);
            }

            writer.Write('\n');
        }
    }

    private static int Format(Prediction prediction, int index, Span<char> text)
    {
        int length;
        var fits = prediction.Whole is { } whole
            ? whole[index].TryFormat(text, out length, default, CultureInfo.InvariantCulture)
            : prediction.Fine.Values[index].TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        return fits ? length : throw new InvalidOperationException("a number is longer than any number can be");
    }

    /// <summary>Returns row, column and centre of each cell.</summary>
    private static string[] Cells(Prediction prediction)
    {
        var (rows, columns) = (prediction.Fine.Rows, prediction.Fine.Columns);
        return [.. Enumerable.Range(0, rows * columns).Select(cell =>
        {
            var (row, column) = Math.DivRem(cell, columns);
            return $"{row},{column},{Centre(prediction.Place, (column + 0.5) / columns, (row + 0.5) / rows)}";
        })];
    }

    private static string Centre(GridPlace? place, double east, double south)
    {
        if (place is not { Box: var box })
        {
            return ",";
        }

        var format = place.IsGeographic ? Degrees : ProjectedUnits;
        var x = box.West + east * (box.East - box.West);
        var y = box.North - south * (box.North - box.South);
        return $"{x.ToString(format, CultureInfo.InvariantCulture)},{y.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string Axes(GridPlace? place) => place is { IsGeographic: false } ? "x,y" : "lon,lat";

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
