using FineFlow.Core;

namespace FineFlow.Ingest.External;

/// <summary>Observations of one quantity in time order. Of two at one time the later in the file counts.</summary>
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

    /// <summary>Values that are there but cannot be: no number, or beyond anything measured on earth.</summary>
    public int Refused { get; set; }

    public void Add(long time, float value)
    {
        _values[time] = value;
        _times = null;
    }

    /// <summary>
    /// The nearest earlier value and its age in seconds; the first, with a negative age, where none is earlier; 0 where there is none at
    /// all.
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

    /// <summary>What a dataset calls the column.</summary>
    public string ColumnName => _values.Count > 0 ? name : name + ExternalColumn.NotKnown;

    public SeriesReport Report(IEnumerable<long> times, double maxAgeHours)
    {
        var ages = times.Select(time => At(time).Age).OfType<long>().ToArray();
        var oldest = ages.Length == 0 ? 0 : Math.Max(ages.Max(), 0) / 3600.0;
        return new(name, column, Count, Refused, ages.Count(age => age > maxAgeHours * 3600), ages.Count(age => age < 0), oldest);
    }
}
