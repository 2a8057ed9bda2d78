using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>Lays a <see cref="BubbleChart"/> out.</summary>
internal sealed class BubbleLayout
{
    private const float PlotHeight = 740, LegendWidth = 230, LargestRadius = 58, Dot = 3;
    private const float LabelHeight = 26, LongestLabel = 220;
    private const byte Glass = 150, Plate = 190;
    private static readonly int[] LegendParts = [1, 4, 16];
    private static readonly double[] RoundSteps = [5, 2, 1];
    private readonly BubbleChart _chart;
    private readonly double _largest;

    public BubbleLayout(BubbleChart chart)
    {
        _chart = chart;
        _largest = chart.Bubbles.Max(bubble => bubble.Area);
        Page = new(chart, PlotHeight + ChartAxes.BottomHeight + 20);
        var top = ChartPage.HeaderHeight(chart) + 10;
        var (low, high) = (chart.Bubbles.Min(bubble => bubble.Y), chart.Bubbles.Max(bubble => bubble.Y));
        var y = ChartScale.Around(low, high, top + PlotHeight, top, LargestRadius + 12);
        Place = new(ChartPage.Margin + ChartAxes.LeftWidth(y), top, ChartPage.Width - ChartPage.Margin - LegendWidth, top + PlotHeight);
        (low, high) = (chart.Bubbles.Min(bubble => bubble.X), chart.Bubbles.Max(bubble => bubble.X));
        var x = ChartScale.Around(low, high, Place.Left, Place.Right, LargestRadius + 12, chart.LogX);

        new ChartAxes(Page, Place).DrawLeft(y, chart.Y, ChartAxes.LeftWidth(y)).DrawBottom(x, chart.X);
        Circles = [.. chart.Bubbles.Select(Circle)];
        DrawBubbles();
        DrawLabels();
        if (_largest > 0)
            DrawLegend();

        BubbleCircle Circle(Bubble bubble) => new(new(x.Position(bubble.X), y.Position(bubble.Y)), Math.Max(Dot, Radius(bubble.Area)));
    }

    public ChartPage Page { get; }

    public SKRect Place { get; }

    public BubbleCircle[] Circles { get; }

    private float Radius(double area) => area == 0 ? 0 : (float)(LargestRadius * Math.Sqrt(area / _largest));

    /// <summary>The large ones first, so that the small ones lie on them.</summary>
    private void DrawBubbles()
    {
        foreach (var (bubble, circle) in _chart.Bubbles.Zip(Circles).OrderByDescending(pair => pair.Second.Radius))
        {
            var color = IsHighlighted(bubble) ? ChartColors.Accent : ChartColors.Plain;
            Page.Circle(circle.Center, circle.Radius, new(color.WithAlpha(Glass), FigureColors.Ink, 1.2f));
            Page.Circle(circle.Center, Dot, new(FigureColors.Ink));
        }
    }

    private void DrawLabels()
    {
        var styles = _chart.Bubbles.Select(bubble => IsHighlighted(bubble) ? ChartText.Strong : ChartText.Label).ToArray();
        var widths = _chart.Bubbles.Zip(styles, (bubble, style) => Math.Min(LongestLabel, style.Width(bubble.Label)) + 2);
        var labels = new BubbleLabels(Place, Circles).Arrange([.. widths.Select(width => new SKSize(width, LabelHeight))]);
        foreach (var leader in labels.Select(label => label.Leader).OfType<BubbleLeader>())
            Page.Line(leader.From.X, leader.From.Y, leader.To.X, leader.To.Y, FigureColors.Ink);
        for (var index = 0; index < labels.Length; index++)
        {
            var place = labels[index].Place;
            Page.Fill(place, FigureColors.Page.WithAlpha(Plate));
            Page.Text(styles[index], _chart.Bubbles[index].Label, place.Left + 1, place.Bottom - 6, LongestLabel);
        }
    }

    /// <summary>Circles of round areas: about the largest, a quarter and a sixteenth of it.</summary>
    private void DrawLegend()
    {
        var left = Place.Right + 30;
        var width = ChartPage.Width - ChartPage.Margin / 2 - left;
        Page.Text(ChartText.Label, _chart.Area.Name, left, Place.Top + 24, width);
        if (_chart.Area.Unit.Length > 0)
            Page.Text(ChartText.Tick, $"({_chart.Area.Unit})", left, Place.Top + 50, width);
        var y = Place.Top + 72;
        foreach (var area in LegendParts.Select(part => RoundBelow(_largest / part)))
        {
            var radius = Radius(area);
            y += radius;
            Page.Circle(new(left + LargestRadius, y), radius, new(ChartColors.Plain.WithAlpha(Glass), FigureColors.Ink, 1.2f));
            Page.Text(ChartText.Tick, ChartNumber.Tick(area, area), left + 2 * LargestRadius + 12, y + 7, width - 2 * LargestRadius - 12);
            y += radius + 16;
        }
    }

    private bool IsHighlighted(Bubble bubble) => bubble.Label == _chart.Highlight;

    private static double RoundBelow(double value)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return decade * RoundSteps.First(step => step * decade <= value * (1 + 1e-9));
    }
}

/// <summary>A bubble in pixels.</summary>
internal sealed record BubbleCircle(SKPoint Center, float Radius);
