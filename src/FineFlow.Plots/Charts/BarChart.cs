namespace FineFlow.Plots.Charts;

/// <summary>
/// Errors of models, of losses or of a model's variants on datasets: horizontal bars with names at the left and values at the ends, one row
/// of plots for each metric and one column for each dataset. With one dataset the metrics are side by side. The lowest value is bold.
/// </summary>
/// <param name="Title"><inheritdoc cref="Chart" path="/param[@name='Title']"/></param>
/// <param name="Note"><inheritdoc cref="Chart" path="/param[@name='Note']"/></param>
/// <param name="Groups">Names of 1 to 6 columns, for instance datasets.</param>
/// <param name="Series">Names of 1 to 15 models, from the top.</param>
/// <param name="Metrics">1 to 6 metrics.</param>
internal sealed record BarChart(
    string Title, string Note, IReadOnlyList<string> Groups, IReadOnlyList<string> Series, IReadOnlyList<BarMetric> Metrics)
    : Chart(Title, Note)
{
    /// <summary>The series to highlight with a strong colour; null for none.</summary>
    public string? Highlight { get; init; }

    /// <summary>Whether all groups of a metric share one axis. Otherwise each group has an axis, for values of different size.</summary>
    public bool SharedAxis { get; init; }

    internal override void Validate()
    {
        var check = new ChartCheck(Source);
        check.Line("title", Title);
        check.Line("note", Note);
        check.Names("groups", Groups, most: 6);
        check.Names("series", Series, most: 15);
        check.Count("metrics", Metrics.Count, most: 6);
        foreach (var metric in Metrics)
            metric.Validate(check, Groups, Series);
        if (Highlight is not null && !Series.Contains(Highlight))
            check.Refuse($"highlight '{Highlight}' is none of the series");
    }

    internal override ChartPage LayOut() => new BarLayout(this).Page;
}

/// <summary>One metric of a <see cref="BarChart"/>.</summary>
/// <param name="Axis">Its name and unit.</param>
/// <param name="Values">For each group, the values of the series; null where there is none.</param>
internal sealed record BarMetric(ChartAxis Axis, IReadOnlyList<IReadOnlyList<ChartValue?>> Values)
{
    /// <summary>
    /// End of the axis, at which longer bars are cut. Null for the longest bar or, where some are more than four times the median, a bit
    /// above the longest of the others.
    /// </summary>
    public double? Limit { get; init; }

    internal void Validate(ChartCheck check, IReadOnlyList<string> groups, IReadOnlyList<string> series)
    {
        check.Axis(Axis);
        if (Limit is { } limit)
            check.Positive($"{Axis.Name}, limit", limit);
        if (Values.Count != groups.Count)
            check.Refuse($"{Axis.Name}: {Values.Count} groups of values; expected {groups.Count}");
        for (var group = 0; group < groups.Count; group++)
        {
            if (Values[group].Count != series.Count)
                check.Refuse($"{Axis.Name}, {groups[group]}: {Values[group].Count} values; expected {series.Count}");
            for (var bar = 0; bar < series.Count; bar++)
            {
                if (Values[group][bar] is { } value)
                    check.Value($"{Axis.Name}, {groups[group]}, {series[bar]}", value);
            }
        }
    }
}
