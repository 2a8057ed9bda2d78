using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using ScottPlot;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>
/// An overview of a dataset: map of the mean flow, histogram of the cells' flow, and total flow and share of empty cells over
/// time, with one colour for each split.
/// </summary>
internal static class DatasetFigure
{
    /// <summary>Width of the picture in pixels.</summary>
    public const int Width = 1800;

    /// <summary>Height of the picture in pixels.</summary>
    public const int Height = Series + 2 * SeriesHeight + Margin;

    private const int Margin = 60, Gap = 60, Top = 250, Panel = 700;
    private const int Bar = Top + Panel + 28, BarHeight = 120, Series = Bar + BarHeight, SeriesHeight = 370;
    private const int TitleBaseline = 40, KeyWidth = 90;
    private const int RowTitle = Top - 58, RowNote = Top - 20;
    private const double FlowRange = 40;

    /// <summary>Writes the figure as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profile">The dataset's profile.</param>
    /// <param name="title">The headline.</param>
    /// <param name="subtitle">A quieter second line.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void SavePng(string path, DatasetProfile profile, string title, string subtitle)
    {
        ArgumentNullException.ThrowIfNull(profile);
        PngPicture.Save(path, Width, Height, canvas =>
        {
            FigureText.Headline.Draw(canvas, title, Margin, 66, Width - 2 * Margin);
            FigureText.Subtitle.Draw(canvas, subtitle, Margin, 108, Width - 2 * Margin);
            DrawMap(canvas, profile);
            DrawPlots(canvas, profile);
        });
    }

    /// <summary>Returns the place of the map, whose longer side fills the panel.</summary>
    internal static SKRect MapPlace(int rows, int columns)
    {
        var cell = (float)Panel / Math.Max(rows, columns);
        return SKRect.Create(Margin, Top, cell * columns, cell * rows);
    }

    private static void DrawMap(SKCanvas canvas, DatasetProfile profile)
    {
        var scale = new FlowScale(profile.Mean.Max(), FlowRange);
        var place = MapPlace(profile.Rows, profile.Columns);
        FigureText.PanelTitle.Draw(canvas, "Mean flow", Margin, RowTitle, Panel);
        FigureText.PanelNote.Draw(canvas, $"{profile.Rows} × {profile.Columns} cells", Margin, RowNote, Panel);
        MapPicture.Draw(canvas, place, profile.Mean, profile.Columns, value => FigureColors.Flow(scale.Position(value)));
        new ColorBar(scale, FigureColors.Flow, Signed: false, "counts per cell and slot").Draw(canvas, Margin, Bar, Panel);
    }

    private static void DrawPlots(SKCanvas canvas, DatasetProfile profile)
    {
        var (left, width) = (Margin + Panel + Gap, Width - 2 * Margin - Panel - Gap);
        FigureText.PanelTitle.Draw(canvas, "Cells by their flow in a slot", left, RowTitle, width);
        FigureText.PanelNote.Draw(canvas, Values(profile.Histogram), left, RowNote, width);
        using var histogram = HistogramPlot.Create(profile.Histogram);
        FigurePlot.Paste(canvas, histogram, SKRectI.Create(left, Top, width, Series - Top));

        using var totals = SeriesPlot.Create(profile.Splits, split => split.Totals, "#,0.##", fromZero: true);
        using var zeros = SeriesPlot.Create(profile.Splits, split => split.ZeroShares, "0.##%", fromZero: false);
        DrawSeries(canvas, profile, "Total flow of a slot", totals, Series);
        DrawSeries(canvas, profile, "Share of cells without flow", zeros, Series + SeriesHeight);
    }

    private static void DrawSeries(SKCanvas canvas, DatasetProfile profile, string title, Plot plot, int top)
    {
        FigureText.PanelTitle.Draw(canvas, title, Margin, top + TitleBaseline, Panel);
        for (var split = 0; split < profile.Splits.Count; split++)
        {
            var key = FigureText.PanelNote with { Color = SeriesPlot.Ink(split), Align = SKTextAlign.Right };
            key.Draw(
                canvas,
                profile.Splits[split].Name,
                Width - Margin - KeyWidth * (profile.Splits.Count - 1 - split),
                top + TitleBaseline,
                KeyWidth);
        }

        FigurePlot.Paste(
            canvas, plot, SKRectI.Create(Margin / 2, top + TitleBaseline + 14, Width - Margin, SeriesHeight - TitleBaseline - 14));
    }

    private static string Values(FlowHistogram histogram) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{histogram.Count:#,0} values, {(double)histogram.Bins[0].Count / Math.Max(1, histogram.Count):P1} of them 0");
}
