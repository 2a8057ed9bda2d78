namespace FineFlow.Plots.Charts;

/// <summary>Horizontal positions of the values of lines: names side by side, or numbers on an axis.</summary>
internal sealed class LineStops
{
    private LineStops(IReadOnlyList<double> positions, IReadOnlyList<string>? names) => (Positions, Names) = (positions, names);

    /// <summary>Creates stops of 1 to 48 names in order, such as values of a setting or classes of flow.</summary>
    public static LineStops Categories(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. Enumerable.Range(0, names.Count).Select(number => (double)number)], names);
    }

    /// <summary>Creates stops of 1 to 500 ascending numbers.</summary>
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
