
namespace FineFlow.Plots.Charts;

/// <summary>Lines over settings, classes or hours: a grid of plots, each with its own axes, and one legend for all.</summary>
/// <param name="Title"><inheritdoc cref="Chart" path="/param[@name='Title']"/></param>
/// <param name="Note"><inheritdoc cref="Chart" path="/param[@name='Note']"/></param>
/// <param name="Panels">1 to 24 plots, row by row; for a sweep one column for each setting and one row for each metric.</param>
/// <param name="Columns">1 to 4 plots in each row.</param>
internal sealed record LineChart(string Title, string Note, IReadOnlyList<LinePanel> Panels, int Columns) : Chart(Title, Note)
{
    private const int MostNames = 15;

    /// <summary>Names of all lines in the order in which they first appear: a name has the same colour and marker in all plots.</summary>
    internal string[] Names => [.. Panels.SelectMany(panel => panel.Lines).Select(line => line.Name).Distinct()];

    internal override void Validate()
    {
        var check = new ChartCheck(Source);
        check.Line("title", Title);
        check.Line("note", Note);
        check.Count("plots", Panels.Count, most: 24);
        check.Count("columns", Columns, most: 4);
        foreach (var panel in Panels)
            panel.Validate(check);
        check.Names("lines", Names, MostNames);
    }

    internal override ChartPage LayOut() => new LineLayout(this).Page;
}

/// <summary>One plot of a <see cref="LineChart"/>.</summary>
/// <param name="X">The horizontal axis, such as a setting.</param>
/// <param name="Y">The vertical axis, such as MAE. It begins at 0 where that costs little height.</param>
/// <param name="Stops">Horizontal positions of the lines' values.</param>
/// <param name="Lines">1 to 15 lines.</param>
internal sealed record LinePanel(ChartAxis X, ChartAxis Y, LineStops Stops, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>Index of the stop to mark as the setting's default; null for none.</summary>
    public int? Default { get; init; }

    /// <summary>Whether y is logarithmic, for errors of different size.</summary>
    public bool LogY { get; init; }

    internal void Validate(ChartCheck check)
    {
        check.Axis(X);
        check.Axis(Y);
        Stops.Validate(check, X.Name);
        check.Names($"{Y.Name} by {X.Name}, lines", [.. Lines.Select(line => line.Name)], most: 15);
        foreach (var line in Lines)
            Validate(check, line);
        if (Lines.All(line => line.Values.All(value => value is null)))
            check.Refuse($"{Y.Name} by {X.Name}: no values");
        if (Default < 0 || Default >= Stops.Positions.Count)
            check.Refuse(FormattableString.Invariant($"{X.Name}, default {Default}; expected 0 .. {Stops.Positions.Count - 1}"));
    }

    private void Validate(ChartCheck check, ChartLine line)
    {
        if (line.Values.Count != Stops.Positions.Count)
            check.Refuse($"{Y.Name} by {X.Name}, {line.Name}: {line.Values.Count} values; expected {Stops.Positions.Count}");
        for (var stop = 0; stop < line.Values.Count; stop++)
        {
            if (line.Values[stop] is not { } value)
                continue;
            var where = $"{Y.Name} by {X.Name}, {line.Name}, value {stop + 1}";
            check.Value(where, value);
            if (LogY)
                check.Positive($"{where} on a logarithmic axis", value.Value);
        }
    }
}

/// <summary>A line of a <see cref="LinePanel"/>.</summary>
/// <param name="Name">Name of a model, or of a metric where each plot has one line.</param>
/// <param name="Values">One value for each stop, with its deviation as a band; null for a gap.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<ChartValue?> Values)
{
    /// <summary>Whether it is drawn without markers in its plot, as a bound.</summary>
    public bool Plain { get; init; }
}
