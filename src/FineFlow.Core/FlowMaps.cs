namespace FineFlow.Core;

/// <summary>
/// A stack of flow maps in memory: [samples, channels, rows, columns], float32, row-major. Values are raw counts per cell
/// and time slot; row 0 is the north edge unless the dataset says otherwise.
/// </summary>
public sealed class FlowMaps
{
    /// <param name="shape">The sizes.</param>
    /// <param name="values">The values, kept by reference; zeros when null.</param>
    /// <param name="exact">
    /// The values as they were given, where float32 makes other counts of them (<see cref="CountArray"/>); kept by reference.
    /// </param>
    /// <exception cref="ArgumentException">The length of <paramref name="values"/> is not the product of the sizes.</exception>
    public FlowMaps(FlowShape shape, float[]? values = null, double[]? exact = null)
        : this(shape.Samples, shape.Channels, shape.Rows, shape.Columns, values, exact)
    {
    }

    /// <param name="samples">Number of time slots.</param>
    /// <param name="channels">Number of flow channels (1, or 2 for in- and outflow).</param>
    /// <param name="rows">Rows of one map.</param>
    /// <param name="columns">Columns of one map.</param>
    /// <param name="values">The values, kept by reference; zeros when null.</param>
    /// <param name="exact">
    /// The values as they were given, where float32 makes other counts of them (<see cref="CountArray"/>); kept by reference.
    /// </param>
    /// <exception cref="ArgumentException">The length of <paramref name="values"/> is not the product of the sizes.</exception>
    public FlowMaps(int samples, int channels, int rows, int columns, float[]? values = null, double[]? exact = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var length = checked(samples * channels * rows * columns);
        if ((values?.Length ?? length) != length || (exact?.Length ?? length) != length)
        {
            throw new ArgumentException(
                Invariant(
                    $"expected {length} values for [{samples}, {channels}, {rows}, {columns}], got {values?.Length ?? exact?.Length}"),
                nameof(values));
        }

        (Samples, Channels, Rows, Columns) = (samples, channels, rows, columns);
        (Values, Exact) = (values ?? new float[length], exact);
    }

    /// <summary>The sizes: [samples, channels, rows, columns].</summary>
    public FlowShape Shape => new(Samples, Channels, Rows, Columns);

    /// <summary>Number of time slots.</summary>
    public int Samples { get; }

    /// <summary>Number of flow channels.</summary>
    public int Channels { get; }

    /// <summary>Rows of one map.</summary>
    public int Rows { get; }

    /// <summary>Columns of one map.</summary>
    public int Columns { get; }

    /// <summary>All values, row-major over [samples, channels, rows, columns].</summary>
    public float[] Values { get; }

    /// <summary>
    /// The values as they were given, where float32 makes other counts of them; null where <see cref="Values"/> are these.
    /// </summary>
    public double[]? Exact { get; }

    /// <summary>Values of one sample: channels x rows x columns.</summary>
    public int SampleLength => Channels * Rows * Columns;

    /// <summary>A value as it was given.</summary>
    public double Count(int index) => Exact is { } exact ? exact[index] : Values[index];

    /// <summary>The values of one sample, [channels, rows, columns].</summary>
    public Span<float> Sample(int index) => Values.AsSpan(index * SampleLength, SampleLength);

    /// <summary>The values of one map, [rows, columns].</summary>
    public Span<float> Map(int sample, int channel) =>
        Values.AsSpan((sample * Channels + channel) * Rows * Columns, Rows * Columns);

    /// <summary>A copy of samples <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public FlowMaps Slice(int start, int count) =>
        new(
            count, Channels, Rows, Columns,
            Values.AsSpan(start * SampleLength, count * SampleLength).ToArray(),
            Exact?.AsSpan(start * SampleLength, count * SampleLength).ToArray());

    /// <summary>A copy of chosen samples, in the order of <paramref name="samples"/>.</summary>
    public FlowMaps Gather(ReadOnlySpan<int> samples)
    {
        var gathered = new FlowMaps(
            samples.Length, Channels, Rows, Columns, exact: Exact is null ? null : new double[samples.Length * SampleLength]);
        for (var i = 0; i < samples.Length; i++)
        {
            Sample(samples[i]).CopyTo(gathered.Sample(i));
            Exact?.AsSpan(samples[i] * SampleLength, SampleLength).CopyTo(gathered.Exact.AsSpan(i * SampleLength));
        }

        return gathered;
    }

    /// <summary>The sizes as text, for messages.</summary>
    public override string ToString() => Shape.ToString();
}
