using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>One plot of lines with its axes.</summary>
/// <param name="Page">Where to draw.</param>
/// <param name="Place">Within the axes.</param>
/// <param name="Panel">What to draw.</param>
/// <param name="Styles">How the lines look, by their names.</param>
internal sealed record LinePlot(ChartPage Page, SKRect Place, LinePanel Panel, IReadOnlyDictionary<string, LineStyle> Styles)
{
    /// <summary>Of a line.</summary>
    public const float Thickness = 2.5f;

    private const float Inset = 24;
    private const double ZeroFrom = 0.4;
    private const byte BandAlpha = 45;
    private const int MostMarkers = 60;

    /// <summary>The y axis: from 0 unless the lowest value is far above it, so that differences show.</summary>
    public static ChartScale Scale(LinePanel panel, float bottom, float top)
    {
        ChartValue[] values = [.. panel.Lines.SelectMany(line => line.Values).OfType<ChartValue>()];
        var high = values.Max(value => value.Top);
        if (panel.LogY)
            return ChartScale.Around(values.Min(Low), high, bottom, top, Inset, logarithmic: true);
        var low = values.Min(value => value.Bottom);
        return high == 0 || low < ZeroFrom * high
            ? new(0, (high == 0 ? 1 : high) * (1 + Inset / (bottom - top)), bottom, top)
            : ChartScale.Around(low, high, bottom, top, Inset);
    }

    /// <summary>Draws the lines and the axes, which have so much room.</summary>
    public void Draw(float leftWidth, float bottomHeight)
    {
        var (axes, y) = (new ChartAxes(Page, Place), Scale(Panel, Place.Bottom, Place.Top));
        axes.DrawLeft(y, Panel.Y, leftWidth);
        var x = Across();
        if (Panel.Default is { } standard)
            DrawDefault(x(Panel.Stops.Positions[standard]));
        if (Panel.Stops.Names is { } names)
        {
            LineCategories.Draw(Page, Place, names);
            axes.DrawBase(Panel.X, bottomHeight);
        }
        else
        {
            axes.DrawBottom(NumberScale(), Panel.X);
        }

        foreach (var line in Panel.Lines)
            DrawLine(line, x, y);
    }

    private ChartScale NumberScale() =>
        ChartScale.Around(Panel.Stops.Positions[0], Panel.Stops.Positions[^1], Place.Left, Place.Right, Inset);

    private Func<double, float> Across()
    {
        var pitch = Place.Width / Panel.Stops.Positions.Count;
        return Panel.Stops.Names is null ? NumberScale().Position : stop => Place.Left + ((float)stop + 0.5f) * pitch;
    }

    /// <summary>A dashed line at a stop; the word over it does not reach over the ticks at the left.</summary>
    private void DrawDefault(float x)
    {
        const string Word = "default";
        Page.Line(x, Place.Top, x, Place.Bottom, FigureColors.QuietInk, 1.2f, dashed: true);
        var half = ChartText.Tick.Width(Word) / 2;
        var middle = Math.Clamp(x, Place.Left + half, Place.Right - half);
        Page.Text(ChartText.Tick with { Align = SKTextAlign.Center }, Word, middle, Place.Top - 8, float.MaxValue);
    }

    private void DrawLine(ChartLine line, Func<double, float> x, ChartScale y)
    {
        var style = Styles[line.Name];
        var band = new ChartInk(style.Color.WithAlpha(BandAlpha));
        foreach (var run in Runs(line.Values))
        {
            var points = Points(run, value => value.Value);
            if (run.Any(stop => line.Values[stop]?.Deviation > 0))
                Page.Shape([.. Points(run, value => value.Top), .. Points(run, Floor).Reverse()], closed: true, band);
            if (points.Length > 1)
                Page.Shape(points, closed: false, new(null, style.Color, Thickness, style.Dashed));
            foreach (var point in (line.Plain || line.Values.Count > MostMarkers) && points.Length > 1 ? [] : points)
                style.DrawMarker(Page, point);
        }

        double Floor(ChartValue value) => Panel.LogY ? Low(value) : value.Bottom;

        SKPoint[] Points(List<int> run, Func<ChartValue, double> of) =>
            [.. run.Select(stop => new SKPoint(x(Panel.Stops.Positions[stop]), y.Position(of(line.Values[stop]!.Value))))];
    }

    /// <summary>A deviation that reaches down to 0 has no end on a logarithmic axis: it is drawn to a tenth of the value.</summary>
    private static double Low(ChartValue value) => Math.Max(value.Bottom, value.Value / 10);

    /// <summary>The stops with values, broken where one is missing.</summary>
    private static IEnumerable<List<int>> Runs(IReadOnlyList<ChartValue?> values)
    {
        var run = new List<int>();
        for (var stop = 0; stop <= values.Count; stop++)
        {
            if (stop < values.Count && values[stop] is not null)
            {
                run.Add(stop);
                continue;
            }

            if (run.Count > 0)
                yield return run;
            run = [];
        }
    }
}
