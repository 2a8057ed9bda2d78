namespace FineFlow.Torch.Parity;

/// <summary>The largest deviations between values got and values wanted, within |got - want| &lt;= atol + rtol |want|.</summary>
internal sealed class Deviation(double rtol, double atol)
{
    public double Absolute { get; private set; }

    public double Relative { get; private set; }

    public double OfTolerance { get; private set; }

    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Deviation Add(ReadOnlySpan<float> got, ReadOnlySpan<float> want)
    {
        if (got.Length != want.Length)
        {
            throw new ArgumentException($"{got.Length} values got, {want.Length} wanted", nameof(got));
        }

        for (var i = 0; i < got.Length; i++)
        {
            Add(got[i], want[i]);
        }

        return this;
    }

    private void Add(double got, double want)
    {
        // NaN compares false with everything: it must count as infinitely wrong, not as no error.
        var error = double.IsFinite(got) ? Math.Abs(got - want) : double.PositiveInfinity;
        Absolute = Math.Max(Absolute, error);
        OfTolerance = Math.Max(OfTolerance, error / (atol + rtol * Math.Abs(want)));
        if (Math.Abs(want) > atol)
        {
            Relative = Math.Max(Relative, error / Math.Abs(want));
        }
    }
}
