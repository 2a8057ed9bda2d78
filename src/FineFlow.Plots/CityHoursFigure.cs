using FineFlow.Core;
using FineFlow.Core.Datasets;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>Fine maps of a city at some hours side by side, on one logarithmic scale; ground without flow is dark.</summary>
internal static class CityHoursFigure
{
    private const int Margin = 60, Panel = 640, Gap = 40, Columns = 2;
    private const int Top = 150, Caption = 90, RowHeight = Caption + Panel + 30, Bottom = 130;
    private const int Width = 2 * Margin + Columns * Panel + (Columns - 1) * Gap;
    private const double FlowRange = 40;

    /// <summary>Writes the figure as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">A dataset of square maps. Its last loaded split is drawn, and needs external factors.</param>
    /// <exception cref="BadInputException">The split has no external factors, or the file cannot be written.</exception>
    public static void SavePng(string path, FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var split = data.Splits[^1];
        var hours = CityHours.Of(split).ToArray();
        if (hours.Length == 0)
            throw new BadInputException(data.Folder, $"has no external factors in {split.Name}; they tell the hours to draw");
        var rows = (hours.Length + Columns - 1) / Columns;
        PngPicture.Save(
            path, Width, Top + rows * RowHeight + Bottom, canvas => Draw(canvas, data, split.Fine, hours, Top + rows * RowHeight));
    }

    private static void Draw(SKCanvas canvas, FlowDataset data, FlowMaps fine, (string Title, string Note, int Slot)[] hours, int barTop)
    {
        var scale = new FlowScale(hours.Max(hour => Largest(fine.Map(hour.Slot, 0))), FlowRange);
        FigureText.Headline.Draw(canvas, data.Manifest.Name ?? data.Folder, Margin, 66, Width - 2 * Margin);
        FigureText.Subtitle.Draw(canvas, $"{data.Manifest.Source}; {fine.Rows} × {fine.Columns} cells", Margin, 108, Width - 2 * Margin);
        for (var i = 0; i < hours.Length; i++)
        {
            var (left, top) = (Margin + i % Columns * (Panel + Gap), Top + i / Columns * RowHeight);
            FigureText.PanelTitle.Draw(canvas, hours[i].Title, left, top + 34, Panel);
            FigureText.PanelNote.Draw(canvas, hours[i].Note, left, top + 70, Panel);
            var place = SKRect.Create(left, top + Caption, Panel, Panel);
            MapPicture.Draw(
                canvas, place, fine.Map(hours[i].Slot, 0).ToArray(), fine.Columns, value => FigureColors.Flow(scale.Position(value)));
        }

        new ColorBar(
            scale, FigureColors.Flow, Signed: false, data.Manifest.Units ?? "counts").Draw(canvas, Margin, barTop, Width - 2 * Margin);
    }

    private static double Largest(ReadOnlySpan<float> map)
    {
        var largest = 0f;
        foreach (var value in map)
            largest = Math.Max(largest, value);
        return largest;
    }
}
