using Parquet;
using Parquet.Schema;

namespace FineFlow.Outputs;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Field">Its name and type.</param>
/// <param name="Write">Writes its values of some maps, from a first one on, to a row group.</param>
internal sealed record ParquetColumn(DataField Field, Func<ParquetRowGroupWriter, int, int, Task> Write)
{
    /// <summary>Returns the columns of a prediction.</summary>
    public static IReadOnlyList<ParquetColumn> Of(Prediction prediction)
    {
        var (columns, channels) = (prediction.Fine.Columns, prediction.Fine.Channels);
        var cells = prediction.Fine.Rows * columns;
        var (x, y) = prediction.Place is { IsGeographic: false } ? ("x", "y") : ("lon", "lat");
        return
        [
            Slots(prediction, cells),
            Create(new DataField<int>("row"), cells, (_, cell) => cell / columns),
            Create(new DataField<int>("column"), cells, (_, cell) => cell % columns),
            Centres(x, cells, prediction.Place?.X(columns), cell => cell % columns),
            Centres(y, cells, prediction.Place?.Y(prediction.Fine.Rows), cell => cell / columns),
            Names(cells, [.. Enumerable.Range(0, channels).Select(prediction.ChannelName)]),
            prediction.Whole is { } whole
                ? Create(new DataField<long>("flow"), cells, (map, cell) => whole[map * cells + cell])
                : Create(new DataField<float>("flow"), cells, (map, cell) => prediction.Fine.Values[map * cells + cell]),
            .. prediction.Quantiles.Select(quantile =>
                Create(new DataField<long>(quantile.Name), cells, (map, cell) => (long)quantile.Counts.Count(map * cells + cell))),
        ];
    }

    private static ParquetColumn Slots(Prediction prediction, int cells)
    {
        var channels = prediction.Fine.Channels;
        if (prediction.Time is not { } time)
        {
            return Create(new DataField<int>("slot"), cells, (map, _) => map / channels);
        }

        var starts = Array.ConvertAll(time, seconds => DateTimeOffset.FromUnixTimeSeconds(seconds).DateTime);
        var field = new DateTimeDataField("time", DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros);
        return Create(field, cells, (map, _) => starts[map / channels]);
    }

    private static ParquetColumn Centres(string name, int cells, double[]? centres, Func<int, int> indexOf) =>
        Nullable(name, cells, cell => centres?[indexOf(cell)]);

    private static ParquetColumn Nullable(string name, int cells, Func<int, double?> valueOf)
    {
        var field = new DataField<double?>(name);
        return new(field, (group, _, maps) => group.WriteAsync<double>(field, Fill(cells, maps, index => valueOf(index % cells))));
    }

    private static ParquetColumn Names(int cells, string[] channels)
    {
        var field = new DataField<string>("channel", false);
        return new(field, (group, first, maps) => group.WriteAsync(
            field, Fill(cells, maps, index => channels[(first + index / cells) % channels.Length])));
    }

    private static ParquetColumn Create<T>(DataField field, int cells, Func<int, int, T> valueOf)
        where T : struct => new(
        field,
        (group, first, maps) => group.WriteAsync<T>(field, Fill(cells, maps, index => valueOf(first + index / cells, index % cells))));

    private static T[] Fill<T>(int cells, int maps, Func<int, T> valueOf)
    {
        var values = new T[maps * cells];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = valueOf(index);
        }

        return values;
    }
}
