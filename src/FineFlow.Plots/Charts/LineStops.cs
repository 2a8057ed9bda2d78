namespace FineFlow.Plots.Charts;

/// <summary>Where the lines of a plot have values: names side by side, or numbers at their places.</summary>
public sealed class LineStops
{
    private LineStops(IReadOnlyList<double> positions, IReadOnlyList<string>? names) => (Positions, Names) = (positions, names);

    /// <summary>1 .. 48 names in their order, such as the values of a setting that were tried, or classes of flow.</summary>
    public static LineStops Categories(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. Enumerable.Range(0, names.Count).Select(number => (double)number)], names);
    }

    /// <summary>1 .. 500 rising numbers.</summary>
    public static LineStops Numbers(IReadOnlyList<double> numbers) => new(numbers, null);

    internal IReadOnlyList<double> Positions { get; }

    internal IReadOnlyList<string>? Names { get; }

    internal void Validate(ChartCheck check, string axis)
    {
        if (Names is not null)
            check.Names(axis, Names, most: 48);
        check.Count(axis, Positions.Count, most: 500);
        for (var stop = 0; stop < Positions.Count; stop++)
        {
            if (!double.IsFinite(Positions[stop]) || (stop > 0 && Positions[stop] <= Positions[stop - 1]))
                check.Refuse(FormattableString.Invariant($"{axis}, stop {stop + 1}: {Positions[stop]}; expected rising finite numbers"));
        }
    }
}
