namespace FineFlow.Plots.Charts;

/// <summary>Models by cost, error and size: labelled bubbles with a legend for their areas.</summary>
/// <param name="Title"><inheritdoc cref="Chart" path="/param[@name='Title']"/></param>
/// <param name="Note"><inheritdoc cref="Chart" path="/param[@name='Note']"/></param>
/// <param name="X">The horizontal axis, such as seconds an epoch.</param>
/// <param name="Y">The vertical axis, such as MAE.</param>
/// <param name="Area">The quantity of the bubbles' areas, such as millions of parameters.</param>
/// <param name="Bubbles">1 to 24 models.</param>
internal sealed record BubbleChart(string Title, string Note, ChartAxis X, ChartAxis Y, ChartAxis Area, IReadOnlyList<Bubble> Bubbles)
    : Chart(Title, Note)
{
    /// <summary>Whether x is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>The label of the bubble to highlight with a strong colour; null for none.</summary>
    public string? Highlight { get; init; }

    internal override void Validate()
    {
        var check = new ChartCheck(Source);
        check.Line("title", Title);
        check.Line("note", Note);
        foreach (var axis in new[] { X, Y, Area })
            check.Axis(axis);
        check.Names("bubbles", [.. Bubbles.Select(bubble => bubble.Label)], most: 24);
        foreach (var bubble in Bubbles)
        {
            check.NotNegative($"{bubble.Label}, {X.Name}", bubble.X);
            if (LogX)
                check.Positive($"{bubble.Label}, {X.Name} on a logarithmic axis", bubble.X);
            check.NotNegative($"{bubble.Label}, {Y.Name}", bubble.Y);
            check.NotNegative($"{bubble.Label}, {Area.Name}", bubble.Area);
        }

        if (Highlight is not null && Bubbles.All(bubble => bubble.Label != Highlight))
            check.Refuse($"highlight '{Highlight}' is none of the bubbles");
    }

    internal override ChartPage LayOut() => new BubbleLayout(this).Page;
}

/// <summary>One model of a <see cref="BubbleChart"/>, with numbers of at least 0.</summary>
/// <param name="Label">Its name.</param>
/// <param name="X">Its horizontal position.</param>
/// <param name="Y">Its vertical position.</param>
/// <param name="Area">Its size; 0 for a dot.</param>
internal sealed record Bubble(string Label, double X, double Y, double Area);
