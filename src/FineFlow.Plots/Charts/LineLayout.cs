using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>Lays a <see cref="LineChart"/> out.</summary>
internal sealed class LineLayout
{
    private const float PlotHeight = 300, TopRoom = 36, ColumnGap = 40, RowGap = 14;
    private readonly LineChart _chart;
    private readonly float _top, _columnWidth;
    private readonly float[] _leftWidths, _bottomHeights;

    public LineLayout(LineChart chart)
    {
        _chart = chart;
        var styles = chart.Names.Select((name, index) => (name, new LineStyle(index))).ToDictionary();
        var legend = new LineLegend(styles);
        _top = ChartPage.HeaderHeight(chart) + legend.Height;
        _columnWidth = (ChartPage.Width - 2f * ChartPage.Margin - (chart.Columns - 1) * ColumnGap) / chart.Columns;
        // The plots of a column stand exactly below each other, and the titles of a row on one line.
        _leftWidths = [.. Panels(Column).Select(column => column.Max(LeftWidth))];
        _bottomHeights = [.. Panels(Row).Select(row => row.Max(BottomHeight))];

        Page = new(chart, legend.Height + _bottomHeights.Sum(bottom => TopRoom + PlotHeight + bottom + RowGap));
        legend.Draw(Page, ChartPage.HeaderHeight(chart));
        for (var panel = 0; panel < chart.Panels.Count; panel++)
            new LinePlot(Page, Place(panel), chart.Panels[panel], styles).Draw(_leftWidths[Column(panel)], _bottomHeights[Row(panel)]);
    }

    public ChartPage Page { get; }

    /// <summary>The plot of a panel, within its axes.</summary>
    public SKRect Place(int panel)
    {
        var row = Row(panel);
        var top = _top + row * (TopRoom + PlotHeight + RowGap) + _bottomHeights.Take(row).Sum() + TopRoom;
        var left = ChartPage.Margin + Column(panel) * (_columnWidth + ColumnGap) + _leftWidths[Column(panel)];
        return SKRect.Create(left, top, PlotWidth(panel), PlotHeight);
    }

    private float LeftWidth(int panel) => ChartAxes.LeftWidth(LinePlot.Scale(_chart.Panels[panel], PlotHeight, 0));

    private float PlotWidth(int panel) => _columnWidth - _leftWidths[Column(panel)];

    private float BottomHeight(int panel) =>
        _chart.Panels[panel].Stops.Names is { } names ? LineCategories.Height(names, PlotWidth(panel)) : ChartAxes.BottomHeight;

    private int Row(int panel) => panel / _chart.Columns;

    private int Column(int panel) => panel % _chart.Columns;

    private IEnumerable<IGrouping<int, int>> Panels(Func<int, int> by) => Enumerable.Range(0, _chart.Panels.Count).GroupBy(by);
}
