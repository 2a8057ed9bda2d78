using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>A laid-out chart: what is drawn where, first things first. Both file formats are drawn from it.</summary>
internal sealed class ChartPage
{
    /// <summary>Width of every chart; at 7 inches in print the smallest text has 6 points.</summary>
    public const int Width = 1600;

    /// <summary>Free at the sides.</summary>
    public const int Margin = 50;

    private readonly List<ChartMark> _marks = [];

    /// <summary>A page whose headline and note are set.</summary>
    public ChartPage(Chart chart, float contentHeight)
    {
        Title = chart.Title;
        Height = (int)Math.Ceiling(HeaderHeight(chart) + contentHeight);
        Text(FigureText.Headline, chart.Title, Margin, 66, Width - 2 * Margin);
        Text(FigureText.Subtitle, chart.Note, Margin, chart.Title.Length == 0 ? 48 : 108, Width - 2 * Margin);
    }

    public string Title { get; }

    public int Height { get; }

    public IReadOnlyList<ChartMark> Marks => _marks;

    /// <summary>Where the content begins.</summary>
    public static float HeaderHeight(Chart chart) =>
        (chart.Title.Length, chart.Note.Length) switch { (0, 0) => 24, (0, _) => 72, (_, 0) => 96, _ => 136 };

    public void Fill(SKRect place, SKColor color) => Shape(Corners(place), closed: true, new(color));

    public void Line(float x1, float y1, float x2, float y2, SKColor color, float width = 1, bool dashed = false) =>
        Shape([new(x1, y1), new(x2, y2)], closed: false, new(null, color, width, dashed));

    public void Shape(SKPoint[] points, bool closed, ChartInk ink) => _marks.Add(new ShapeMark(points, closed, ink));

    public void Circle(SKPoint center, float radius, ChartInk ink) => _marks.Add(new CircleMark(center, radius, ink));

    /// <summary>A line of text, set smaller where it is wider than <paramref name="width"/>.</summary>
    public void Text(FigureText style, string text, float x, float y, float width, bool upright = false)
    {
        if (text.Length > 0)
            _marks.Add(new TextMark(style.Fitted(text, width), text, new(x, y), upright));
    }

    private static SKPoint[] Corners(SKRect place) =>
        [new(place.Left, place.Top), new(place.Right, place.Top), new(place.Right, place.Bottom), new(place.Left, place.Bottom)];
}
