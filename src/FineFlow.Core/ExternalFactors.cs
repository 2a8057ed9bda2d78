namespace FineFlow.Core;

/// <summary>
/// External factors of time slots: [samples, 7] float32, row-major. Columns: temperature, wind speed, holiday flag, weekend flag,
/// day of week (1 Monday .. 7 Sunday), hour of day (0 .. 23), weather class (1 .. 17). The last three index embedding tables.
/// </summary>
public sealed class ExternalFactors
{
    /// <summary>Number of columns.</summary>
    public const int Columns = 7;

    /// <summary>Column of the day of week.</summary>
    public const int Day = 4;

    /// <summary>Column of the hour of day.</summary>
    public const int Hour = 5;

    /// <summary>Column of the weather class.</summary>
    public const int Weather = 6;

    /// <summary>Names of the columns, as <c>dataset.json</c> gives them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["temperature", "wind_speed", "holiday", "weekend", "day_of_week", "hour", "weather"];

    /// <param name="values">Row-major [samples, 7], kept by reference.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of 7.</exception>
    public ExternalFactors(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length % Columns != 0)
        {
            throw new ArgumentException(Invariant($"expected a multiple of {Columns} values, got {values.Length}"), nameof(values));
        }

        Values = values;
    }

    /// <summary>All values, row-major [samples, 7].</summary>
    public float[] Values { get; }

    /// <summary>Number of time slots.</summary>
    public int Samples => Values.Length / Columns;

    /// <summary>The seven values of one slot.</summary>
    public Span<float> Row(int sample) => Values.AsSpan(sample * Columns, Columns);

    /// <summary>A copy of rows <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public ExternalFactors Slice(int start, int count) => new(Values.AsSpan(start * Columns, count * Columns).ToArray());
}
