namespace FineFlow.Torch.Parity;

/// <summary>Deviation of computed values from expected ones, compared with a tolerance of atol + rtol |expected| for each.</summary>
internal sealed class Deviation(double rtol, double atol)
{
    /// <summary>Largest |computed - expected|.</summary>
    public double Absolute { get; private set; }

    /// <summary>Largest |computed - expected| / |expected| where |expected| is above the absolute tolerance.</summary>
    public double Relative { get; private set; }

    /// <summary>Largest |computed - expected| over its tolerance; up to 1 passes.</summary>
    public double OfTolerance { get; private set; }

    /// <summary>Number of values compared.</summary>
    public long Count { get; private set; }

    /// <summary>Number of values beyond their tolerance.</summary>
    public long Beyond { get; private set; }

    /// <summary>Adds the deviation of values.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Deviation Add(ReadOnlySpan<float> got, ReadOnlySpan<float> want)
    {
        if (got.Length != want.Length)
        {
            throw new ArgumentException(Invariant($"{got.Length} values got, {want.Length} wanted"), nameof(got));
        }

        for (var i = 0; i < got.Length; i++)
        {
            Add(got[i], want[i]);
        }

        Count += got.Length;
        return this;
    }

    private void Add(double got, double want)
    {
        // Comparisons with NaN are false: it must count as an infinite error, not as none.
        var error = double.IsFinite(got) ? Math.Abs(got - want) : double.PositiveInfinity;
        var ofTolerance = error / (atol + rtol * Math.Abs(want));
        Absolute = Math.Max(Absolute, error);
        OfTolerance = Math.Max(OfTolerance, ofTolerance);
        Beyond += ofTolerance > 1 ? 1 : 0;
        if (Math.Abs(want) > atol)
        {
            Relative = Math.Max(Relative, error / Math.Abs(want));
        }
    }
}
