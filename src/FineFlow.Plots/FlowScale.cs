using System.Globalization;

namespace FineFlow.Plots;

/// <summary>
/// A scale that shows quiet streets beside busy ones: nearly linear below its knee, logarithmic above,
/// position(v) = log(1 + v / knee) / log(1 + top / knee). Negative values mirror the positive ones.
/// </summary>
internal sealed class FlowScale
{
    private readonly double _knee;
    private readonly double _span;

    /// <param name="top">The value at position 1; a scale of nothing but zeros ends at 1.</param>
    /// <param name="topOverKnee">How far the knee lies below the top.</param>
    public FlowScale(double top, double topOverKnee)
    {
        Top = top > 0 ? top : 1;
        _knee = Top / topOverKnee;
        _span = Math.Log(1 + topOverKnee);
    }

    /// <summary>The value at position 1.</summary>
    public double Top { get; }

    /// <summary>Where a value lies: 0 for 0, 1 for <see cref="Top"/>, -1 for its negative.</summary>
    public double Position(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value) / _knee) / _span, value);

    /// <summary>The value at a position 0 .. 1.</summary>
    public double Value(double position) => position >= 1 ? Top : _knee * (Math.Exp(position * _span) - 1);

    /// <summary>
    /// Zero, round values (1, 2, 5, 10, ...) at least <paramref name="gap"/> positions apart, and the top, whose label lies beside its
    /// place.
    /// </summary>
    public IEnumerable<double> Ticks(double gap)
    {
        yield return 0;
        var last = 0.0;
        for (var decade = Math.Pow(10, Math.Floor(Math.Log10(_knee))); decade < Top; decade *= 10)
        {
            foreach (var tick in new[] { decade, 2 * decade, 5 * decade })
            {
                if (Position(tick) < last + gap || Position(tick) > 1 - 1.5 * gap)
                    continue;
                last = Position(tick);
                yield return tick;
            }
        }

        yield return Top;
    }

    /// <summary>A value as a tick shows it: "0.25", "20", "1,520".</summary>
    public static string Text(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 1 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
