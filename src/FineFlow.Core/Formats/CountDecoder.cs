namespace FineFlow.Core.Formats;

/// <summary>Decodes counts to float32 piece by piece, and keeps all from the first one on that float32 makes another count of.</summary>
/// <param name="toDouble">The conversion that changes no number.</param>
internal sealed class CountDecoder(Decode<double> toDouble)
{
    private readonly List<double> _exact = [];
    private double[] _piece = [];
    private int _unchanged;

    /// <summary>Decodes the next counts.</summary>
    /// <returns>Index of the first one that cannot be held, or -1.</returns>
    public int Decode(ReadOnlySpan<byte> raw, Span<float> values)
    {
        if (_piece.Length < values.Length)
        {
            _piece = new double[values.Length];
        }

        var given = _piece.AsSpan(0, values.Length);
        var misfit = toDouble(raw, given);
        var isChanged = false;
        for (var i = 0; i < values.Length && misfit < 0; i++)
        {
            values[i] = (float)given[i];
            misfit = float.IsInfinity(values[i]) && double.IsFinite(given[i]) ? i : misfit;
            isChanged |= CountArray.IsChanged(given[i]);
        }

        if (isChanged || _exact.Count > 0)
        {
            _exact.AddRange(given);
        }
        else
        {
            _unchanged += values.Length;
        }

        return misfit;
    }

    /// <summary>Returns all counts as they were given; null where float32 changes none.</summary>
    /// <param name="values">All counts as they were decoded.</param>
    public double[]? Exact(float[] values) =>
        _exact.Count == 0 ? null : [.. values.Take(_unchanged).Select(value => (double)value), .. _exact];
}
