using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>
/// The maps of a prediction in a type that holds its counts: float32, or, as whole counts, int32 (float64 where one is beyond it).
/// </summary>
internal sealed class CountArrays
{
    private readonly FlowMaps _maps;
    private readonly long[]? _whole;

    private CountArrays(FlowMaps maps, long[]? whole, Type type, object fillValue) =>
        (_maps, _whole, Type, FillValue) = (maps, whole, type, fillValue);

    /// <summary>The type: float, int or double.</summary>
    public Type Type { get; }

    /// <summary>The value of cells without data, of the type: 0 on request, otherwise one that no count has.</summary>
    public object FillValue { get; }

    /// <summary>Returns the map itself, or a quantile, which is of the same type.</summary>
    public static CountArrays Of(Prediction prediction, QuantileMaps? quantile)
    {
        var (maps, whole) = (quantile?.Counts ?? prediction.Fine, quantile is null ? prediction.Whole : null);
        var zeros = prediction.ZerosAsNodata;
        return prediction.Whole switch
        {
            null => new(maps, null, typeof(float), zeros ? 0f : float.NaN),
            { } counts when WholeCounts.FitInt32(counts) => new(maps, whole, typeof(int), zeros ? 0 : int.MinValue),
            _ => new(maps, whole, typeof(double), zeros ? 0d : double.NaN),
        };
    }

    /// <summary>Returns a map's values, row by row from the north-west.</summary>
    public Array Map(int sample, int channel)
    {
        var length = _maps.Rows * _maps.Columns;
        var start = (sample * _maps.Channels + channel) * length;
        if (Type == typeof(float))
        {
            return _maps.Values[start..(start + length)];
        }

        var counts = Enumerable.Range(start, length).Select(cell => _whole is null ? (long)_maps.Count(cell) : _whole[cell]);
        return Type == typeof(int) ? counts.Select(count => (int)count).ToArray() : counts.Select(count => (double)count).ToArray();
    }
}
