
namespace FineFlow.Plots.Charts;

/// <summary>Names beside samples of their lines, over the plots; a single line needs none.</summary>
internal sealed class LineLegend
{
    private const float Sample = 50, Gap = 10, EntryGap = 36, RowHeight = 34, LongestName = 420;
    private readonly List<(LineStyle Style, string Name, float X, int Row)> _entries = [];

    public LineLegend(Dictionary<string, LineStyle> styles)
    {
        if (styles.Count == 1)
            return;
        var (x, row) = ((float)ChartPage.Margin, 0);
        foreach (var (name, style) in styles)
        {
            var width = Sample + Gap + Math.Min(LongestName, ChartText.Label.Width(name));
            if (x + width > ChartPage.Width - ChartPage.Margin)
                (x, row) = (ChartPage.Margin, row + 1);
            _entries.Add((style, name, x, row));
            x += width + EntryGap;
        }
    }

    /// <summary>Of all rows.</summary>
    public float Height => _entries.Count == 0 ? 0 : (_entries[^1].Row + 1) * RowHeight + 8;

    /// <summary>Draws it from a height on.</summary>
    public void Draw(ChartPage page, float top)
    {
        foreach (var (style, name, x, row) in _entries)
        {
            var y = top + (row + 0.5f) * RowHeight;
            page.Line(x, y, x + Sample, y, style.Color, LinePlot.Thickness, style.Dashed);
            style.DrawMarker(page, new(x + Sample / 2, y));
            page.Text(ChartText.Label, name, x + Sample + Gap, y + 7, LongestName);
        }
    }
}
