namespace FineFlow.Core;

/// <summary>
/// External factors of time slots: [samples, k] float32, row-major. The schema says what the k columns hold; columns that choose rows of
/// embedding tables hold whole numbers.
/// </summary>
public sealed class ExternalFactors
{
    /// <summary>Takes values with TaxiBJ's seven columns.</summary>
    /// <param name="values">Row-major [samples, 7], kept by reference.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of 7.</exception>
    public ExternalFactors(float[] values)
        : this(values, ExternalSchema.TaxiBj)
    {
    }

    /// <summary>Takes values with the columns of a schema.</summary>
    /// <param name="values">Row-major [samples, k], kept by reference.</param>
    /// <param name="schema">Description of the k columns; at least one.</param>
    /// <exception cref="ArgumentException">The schema has no column, or the length is not a multiple of k.</exception>
    public ExternalFactors(float[] values, ExternalSchema schema)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfZero(schema.Columns.Count, nameof(schema));
        if (values.Length % schema.Columns.Count != 0)
        {
            throw new ArgumentException(
                Invariant($"expected a multiple of {schema.Columns.Count} values, got {values.Length}"), nameof(values));
        }

        (Values, Schema) = (values, schema);
    }

    /// <summary>All values, row-major [samples, k].</summary>
    public float[] Values { get; }

    /// <summary>Description of the columns.</summary>
    public ExternalSchema Schema { get; }

    /// <summary>Number of columns k.</summary>
    public int Columns => Schema.Columns.Count;

    /// <summary>Number of time slots.</summary>
    public int Samples => Values.Length / Columns;

    /// <summary>Returns the k values of one slot.</summary>
    public Span<float> Row(int sample) => Values.AsSpan(sample * Columns, Columns);

    /// <summary>Returns a copy of rows <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public ExternalFactors Slice(int start, int count) => new(Values.AsSpan(start * Columns, count * Columns).ToArray(), Schema);

    /// <summary>Returns a copy of chosen rows, in the order of <paramref name="samples"/>.</summary>
    public ExternalFactors Gather(ReadOnlySpan<int> samples)
    {
        var gathered = new ExternalFactors(new float[samples.Length * Columns], Schema);
        for (var i = 0; i < samples.Length; i++)
        {
            Row(samples[i]).CopyTo(gathered.Row(i));
        }

        return gathered;
    }

    /// <summary>Joins rows of the same columns.</summary>
    internal static ExternalFactors Join(IReadOnlyList<ExternalFactors> parts) =>
        new([.. parts.SelectMany(part => part.Values)], parts[0].Schema);
}
