using FineFlow.Core;

namespace FineFlow.Ingest.External;

/// <summary>Observations of one quantity in time order. Of two at the same time, the later in the file is used.</summary>
/// <param name="name">The quantity.</param>
/// <param name="column">Its column in the input; null where there is none.</param>
internal sealed class ObservationSeries(string name, string? column)
{
    private readonly SortedDictionary<long, float> _values = [];
    private long[]? _times;
    private float[] _ordered = [];

    public string Name => name;

    public string? Column => column;

    public int Count => _values.Count;

    /// <summary>Number of values that are no numbers or beyond anything measured on earth.</summary>
    public int Refused { get; set; }

    public void Add(long time, float value)
    {
        _values[time] = value;
        _times = null;
    }

    /// <summary>
    /// Returns the nearest earlier value and its age in seconds. Before the first value, returns that one with a negative age. Without
    /// values, returns 0.
    /// </summary>
    public (float Value, long? Age) At(long time)
    {
        if (_values.Count == 0)
        {
            return (0, null);
        }

        if (_times is null)
        {
            (_times, _ordered) = ([.. _values.Keys], [.. _values.Values]);
        }

        var index = Array.BinarySearch(_times, time);
        index = Math.Max(index < 0 ? ~index - 1 : index, 0);
        return (_ordered[index], time - _times[index]);
    }

    /// <summary>The column's name in the dataset.</summary>
    public string ColumnName => _values.Count > 0 ? name : name + ExternalColumn.NotKnown;

    public SeriesReport Report(IEnumerable<long> times, double maxAgeHours)
    {
        var ages = times.Select(time => At(time).Age).OfType<long>().ToArray();
        var oldest = ages.Length == 0 ? 0 : Math.Max(ages.Max(), 0) / 3600.0;
        return new(name, column, Count, Refused, ages.Count(age => age > maxAgeHours * 3600), ages.Count(age => age < 0), oldest);
    }
}
