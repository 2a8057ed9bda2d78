using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Metrics;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>
/// The coarse, inferred, true and error maps of one time slot side by side, row 0 at the top. Inferred and true flow share one
/// scale, the scales are logarithmic so that quiet streets show beside busy ones, and ground without flow is dark.
/// </summary>
internal static class FlowComparisonFigure
{
    /// <summary>Width of the picture in pixels.</summary>
    public const int Width = 2 * Margin + 4 * Panel + 3 * Gap;

    private const int Margin = 60, Panel = 512, Gap = 40;
    private const int Top = 234, BarOffset = 28, Bottom = 140;
    private const double FlowRange = 40, ErrorRange = 20;

    /// <summary>Writes the figure as PNG, <see cref="Width"/> pixels wide and 886 high for a square city.</summary>
    /// <exception cref="BadInputException">
    /// The maps do not belong together or hold a value that is not finite, or the file cannot be written.
    /// </exception>
    public static void SavePng(string path, FlowComparison comparison) => PngPicture.Save(path, Png(comparison));

    /// <summary>Returns the figure as the bytes of a PNG file.</summary>
    /// <exception cref="BadInputException">The maps do not belong together or hold a value that is not finite.</exception>
    public static byte[] Png(FlowComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        comparison.Validate();
        return PngPicture.Bytes(Width, Top + MapHeight(comparison) + Bottom, canvas => Draw(canvas, comparison));
    }

    private static void Draw(SKCanvas canvas, FlowComparison comparison)
    {
        var (coarse, inferred, truth) = (comparison.CoarseMap, comparison.InferredMap, comparison.TrueMap);
        var error = Array.ConvertAll([.. Enumerable.Range(0, truth.Length)], cell => inferred[cell] - truth[cell]);
        var coarseScale = new FlowScale(coarse.Max(), FlowRange);
        var fineScale = new FlowScale(Math.Max(inferred.Max(), truth.Max()), FlowRange);
        var errorScale = new FlowScale(error.Max(Math.Abs), ErrorRange);
        var barTop = Top + MapHeight(comparison) + BarOffset;

        FigureText.Headline.Draw(canvas, comparison.Title, Margin, 66, Width - 2 * Margin);
        FigureText.Subtitle.Draw(canvas, comparison.Subtitle, Margin, 108, Width - 2 * Margin);
        DrawMap(0, "Coarse, as given", Cells(comparison.Coarse), comparison.Coarse, coarse, FlowColor(coarseScale));
        DrawMap(1, $"Inferred by {comparison.Model}", Errors(truth, inferred), comparison.Inferred, inferred, FlowColor(fineScale));
        DrawMap(2, "Truth", Cells(comparison.Truth), comparison.Truth, truth, FlowColor(fineScale));
        DrawMap(3, "Error", "inferred − truth", comparison.Truth, error, value => FigureColors.Error(errorScale.Position(value)));
        DrawBar(0, panels: 1, new ColorBar(coarseScale, FigureColors.Flow, Signed: false, comparison.Unit));
        DrawBar(1, panels: 2, new ColorBar(fineScale, FigureColors.Flow, Signed: false, comparison.Unit));
        DrawBar(3, panels: 1, new ColorBar(errorScale, FigureColors.Error, Signed: true, comparison.Unit));

        void DrawMap(int panel, string title, string note, FlowMaps size, float[] map, Func<double, SKColor> color)
        {
            FigureText.PanelTitle.Draw(canvas, title, Left(panel), Top - 58, Panel);
            FigureText.PanelNote.Draw(canvas, note, Left(panel), Top - 20, Panel);
            MapPicture.Draw(canvas, MapPlace(panel, size), map, size.Columns, color);
        }

        void DrawBar(int panel, int panels, ColorBar bar) =>
            bar.Draw(canvas, Left(panel), barTop, panels * Panel + (panels - 1) * Gap);
    }

    private static int Left(int panel) => Margin + panel * (Panel + Gap);

    /// <summary>Returns the place of a map, whose longer side fills the panel.</summary>
    internal static SKRect MapPlace(int panel, FlowMaps size)
    {
        var cell = (float)Panel / Math.Max(size.Rows, size.Columns);
        return SKRect.Create(Left(panel), Top, cell * size.Columns, cell * size.Rows);
    }

    private static int MapHeight(FlowComparison comparison) => (int)Math.Ceiling(MapPlace(0, comparison.Coarse).Height);

    private static Func<double, SKColor> FlowColor(FlowScale scale) => value => FigureColors.Flow(scale.Position(Math.Max(0, value)));

    private static string Cells(FlowMaps maps) => $"{maps.Rows} × {maps.Columns} cells";

    private static string Errors(float[] truth, float[] inferred)
    {
        var accumulator = new MetricAccumulator(truth.Length);
        accumulator.Add(truth, inferred);
        var metrics = accumulator.Result();
        return string.Create(
            CultureInfo.InvariantCulture, $"MAE {metrics[MetricCatalog.Mae]:0.00} · RMSE {metrics[MetricCatalog.Rmse]:0.00}");
    }
}
