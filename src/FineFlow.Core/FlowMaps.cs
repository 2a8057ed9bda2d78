namespace FineFlow.Core;

/// <summary>
/// A stack of flow maps in memory: [samples, channels, rows, columns], float32, row-major. Values are raw counts per cell
/// and time slot; row 0 is the north edge unless the dataset says otherwise.
/// </summary>
public sealed class FlowMaps
{
    /// <param name="shape">The sizes: any number of samples, and at least one channel, row and column.</param>
    /// <param name="values">The values, kept by reference; zeros when null.</param>
    /// <param name="exact">
    /// The values as they were given, where float32 makes other counts of them (<see cref="CountArray"/>); kept by reference.
    /// </param>
    /// <exception cref="ArgumentException">The length of <paramref name="values"/> is not the product of the sizes.</exception>
    public FlowMaps(FlowShape shape, float[]? values = null, double[]? exact = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shape.Samples, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Rows, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Columns, 1, nameof(shape));
        var length = shape.Length;
        if ((values?.Length ?? length) != length || (exact?.Length ?? length) != length)
        {
            var given = values?.Length ?? exact?.Length;
            throw new ArgumentException(Invariant($"expected {length} values for {shape}, got {given}"), nameof(values));
        }

        (Shape, Values, Exact) = (shape, values ?? new float[length], exact);
    }

    /// <summary>The sizes: [samples, channels, rows, columns].</summary>
    public FlowShape Shape { get; }

    /// <summary>Number of time slots.</summary>
    public int Samples => Shape.Samples;

    /// <summary>Number of flow channels.</summary>
    public int Channels => Shape.Channels;

    /// <summary>Rows of one map.</summary>
    public int Rows => Shape.Rows;

    /// <summary>Columns of one map.</summary>
    public int Columns => Shape.Columns;

    /// <summary>All values, row-major over [samples, channels, rows, columns].</summary>
    public float[] Values { get; }

    /// <summary>
    /// The values as they were given, where float32 makes other counts of them; null where <see cref="Values"/> are these.
    /// </summary>
    public double[]? Exact { get; }

    /// <summary>Values of one sample: channels x rows x columns.</summary>
    public int SampleLength => Shape.SampleLength;

    /// <summary>Whether all values are whole counts of at least 0.</summary>
    internal bool IsWhole => Array.TrueForAll(Values, value => FlowValues.IsFlow(value) && float.IsInteger(value));

    /// <summary>Returns a value as it was given.</summary>
    public double Count(int index) => Exact is { } exact ? exact[index] : Values[index];

    /// <summary>Returns the values of one sample, [channels, rows, columns].</summary>
    public Span<float> Sample(int index) => Values.AsSpan(index * SampleLength, SampleLength);

    /// <summary>Returns the values of one map, [rows, columns].</summary>
    public Span<float> Map(int sample, int channel) =>
        Values.AsSpan((sample * Channels + channel) * Rows * Columns, Rows * Columns);

    /// <summary>Returns a copy of samples <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public FlowMaps Slice(int start, int count) =>
        new(
            Shape with { Samples = count },
            Values.AsSpan(start * SampleLength, count * SampleLength).ToArray(),
            Exact?.AsSpan(start * SampleLength, count * SampleLength).ToArray());

    /// <summary>Returns a copy of chosen samples, in the order of <paramref name="samples"/>.</summary>
    public FlowMaps Gather(ReadOnlySpan<int> samples)
    {
        var gathered = new FlowMaps(
            Shape with { Samples = samples.Length }, exact: Exact is null ? null : new double[samples.Length * SampleLength]);
        for (var i = 0; i < samples.Length; i++)
        {
            Sample(samples[i]).CopyTo(gathered.Sample(i));
            Exact?.AsSpan(samples[i] * SampleLength, SampleLength).CopyTo(gathered.Exact.AsSpan(i * SampleLength));
        }

        return gathered;
    }

    /// <summary>Returns a copy of a window of one sample's maps, [1, channels, rows, columns].</summary>
    public FlowMaps Window(int sample, Range rows, Range columns)
    {
        var (top, height) = rows.GetOffsetAndLength(Rows);
        var (left, width) = columns.GetOffsetAndLength(Columns);
        return new(new(1, Channels, height, width), Cut(Values), Exact is { } exact ? Cut(exact) : null);

        T[] Cut<T>(T[] values)
        {
            var window = new T[Channels * height * width];
            for (var row = 0; row < Channels * height; row++)
            {
                var start = ((sample * Channels + row / height) * Rows + top + row % height) * Columns + left;
                values.AsSpan(start, width).CopyTo(window.AsSpan(row * width));
            }

            return window;
        }
    }

    /// <summary>Joins maps of the same sizes along their samples.</summary>
    internal static FlowMaps Join(IReadOnlyList<FlowMaps> parts) => new(
        parts[0].Shape with { Samples = parts.Sum(part => part.Samples) },
        [.. parts.SelectMany(part => part.Values)],
        parts.All(part => part.Exact is null)
            ? null
            : [.. parts.SelectMany(part => part.Exact ?? Array.ConvertAll(part.Values, value => (double)value))]);

    /// <summary>Returns the sizes as text, for messages.</summary>
    public override string ToString() => Shape.ToString();
}
