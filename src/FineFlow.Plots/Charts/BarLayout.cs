using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>Lays a <see cref="BarChart"/> out.</summary>
internal sealed class BarLayout
{
    private const float HeadHeight = 46, AxisHeight = 78, RowGap = 26, ColumnGap = 34, LongestName = 330;
    private readonly BarChart _chart;
    private readonly bool _metricsSideBySide;
    private readonly float _top, _pitch, _nameWidth, _columnWidth, _valueWidth;

    public BarLayout(BarChart chart)
    {
        _chart = chart;
        _metricsSideBySide = chart.Groups.Count == 1;
        var (columns, rows) = _metricsSideBySide ? (chart.Metrics.Count, 1) : (chart.Groups.Count, chart.Metrics.Count);
        _pitch = Math.Clamp(300f / chart.Series.Count, 28, 56);
        _top = ChartPage.HeaderHeight(chart) + HeadHeight;
        _nameWidth = Math.Min(LongestName, chart.Series.Max(ChartText.Strong.Width));
        _columnWidth = (ChartPage.Width - 2 * ChartPage.Margin - _nameWidth - columns * ColumnGap) / columns;
        _valueWidth = BarPlot.Gap + chart.Metrics.SelectMany(metric => metric.Values).Max(BarPlot.ValueWidth);
        Page = new(chart, HeadHeight + rows * (PlotHeight + AxisHeight) + (rows - 1) * RowGap + 14);
        for (var metric = 0; metric < chart.Metrics.Count; metric++)
            LayOut(metric);
    }

    public ChartPage Page { get; }

    private float PlotHeight => _pitch * _chart.Series.Count;

    /// <summary>Where the bars of a group and metric are, without the values at their ends.</summary>
    public SKRect Place(int metric, int group)
    {
        var (column, row) = _metricsSideBySide ? (metric, 0) : (group, metric);
        var left = ChartPage.Margin + _nameWidth + ColumnGap / 2 + column * (_columnWidth + ColumnGap);
        return SKRect.Create(left, _top + row * (PlotHeight + AxisHeight + RowGap), _columnWidth - _valueWidth, PlotHeight);
    }

    private void LayOut(int metric)
    {
        var (axis, values, limit) = (_chart.Metrics[metric].Axis, _chart.Metrics[metric].Values, _chart.Metrics[metric].Limit);
        for (var group = 0; group < _chart.Groups.Count; group++)
        {
            var place = Place(metric, group);
            var end = limit ?? BarLimit.Of(_chart.SharedAxis ? values.SelectMany(all => all) : values[group]);
            new BarPlot(Page, place, end, _chart).Draw(values[group]);
            if (metric == 0)
                Page.Text(ChartText.Head, _chart.Groups[group], place.Left, place.Top - 18, _columnWidth);
        }

        var (first, last) = (Place(metric, 0), Place(metric, _chart.Groups.Count - 1));
        Page.Text(ChartText.AxisTitle, axis.Text, (first.Left + last.Right) / 2, first.Bottom + 60, last.Right - first.Left);
        if (metric == 0 || !_metricsSideBySide)
            WriteNames(first.Top);
    }

    private void WriteNames(float top)
    {
        for (var bar = 0; bar < _chart.Series.Count; bar++)
        {
            var style = _chart.Series[bar] == _chart.Highlight ? ChartText.Strong : ChartText.Label;
            var y = top + (bar + 0.5f) * _pitch + 7;
            Page.Text(style with { Align = SKTextAlign.Right }, _chart.Series[bar], ChartPage.Margin + _nameWidth, y, _nameWidth);
        }
    }
}
