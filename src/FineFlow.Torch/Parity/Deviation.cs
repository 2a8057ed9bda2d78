namespace FineFlow.Torch.Parity;

/// <summary>How far values got are from values wanted, against the tolerance atol + rtol |want| of each.</summary>
internal sealed class Deviation(double rtol, double atol)
{
    /// <summary>Largest |got - want|.</summary>
    public double Absolute { get; private set; }

    /// <summary>Largest |got - want| / |want| where |want| is above the absolute tolerance.</summary>
    public double Relative { get; private set; }

    /// <summary>Largest |got - want| over its tolerance; up to 1 is within.</summary>
    public double OfTolerance { get; private set; }

    /// <summary>Values compared.</summary>
    public long Count { get; private set; }

    /// <summary>Values beyond their tolerance.</summary>
    public long Beyond { get; private set; }

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
        // NaN compares false with everything: it must count as infinitely wrong, not as no error.
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
