using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Metrics;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>
/// The coarse, inferred, true and error maps of one time slot, row 0 at the top; where the model says how sure it is, also the width of its
/// 90 % intervals, and another model's map. All fine flow shares one scale, the scales are logarithmic so that quiet streets show beside
/// busy ones, and ground without flow is dark. What was inferred without a coarse count is hatched.
/// </summary>
internal sealed class FlowComparisonFigure
{
    private const int Top = 66, BarOffset = 28, SampleSide = 22;
    private const double FlowRange = 40, ErrorRange = 20, WidthRange = 8;

    private readonly SKCanvas _canvas;
    private readonly FlowComparison _comparison;
    private readonly PanelGrid _grid;
    private readonly float[] _inferred;
    private readonly float[] _truth;
    private readonly FlowScale _fineScale;

    private FlowComparisonFigure(SKCanvas canvas, FlowComparison comparison)
    {
        (_canvas, _comparison, _grid) = (canvas, comparison, GridOf(comparison));
        (_inferred, _truth) = (comparison.MapOf(comparison.Inferred), comparison.MapOf(comparison.Truth));
        var other = comparison.Other is { } rival ? comparison.MapOf(rival.Inferred).Max() : 0;
        _fineScale = new(Math.Max(other, Math.Max(_inferred.Max(), _truth.Max())), FlowRange);
    }

    /// <summary>Writes the figure as PNG: for a square city 2288 x 886 pixels, with an interval 1736 x 1630.</summary>
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
        var grid = GridOf(comparison);
        return PngPicture.Bytes(
            grid.Width, grid.Height(comparison.Coarse), canvas => new FlowComparisonFigure(canvas, comparison).Draw());
    }

    /// <summary>Returns the places of coarse, inferred, true and error map; or of coarse, inferred, true, other, width and error.</summary>
    internal static PanelGrid GridOf(FlowComparison comparison) => comparison.Interval is null ? PanelGrid.OneRow : PanelGrid.TwoRows;

    private void Draw()
    {
        var width = _grid.Width - 2 * PanelGrid.Margin;
        FigureText.Headline.Draw(_canvas, _comparison.Title, PanelGrid.Margin, Top, width);
        FigureText.Subtitle.Draw(_canvas, _comparison.Subtitle, PanelGrid.Margin, Top + 42, width);
        DrawCoarse(0);
        DrawInferred(1, _comparison.Model, _comparison.Inferred);
        DrawMap(2, "Truth", Cells(_comparison.Truth), _comparison.Truth, _truth, Flow(_fineScale));
        DrawBar(1, panels: 2, _fineScale, FigureColors.Flow);
        if (_comparison.Interval is not { } interval)
        {
            DrawError(3);
            return;
        }

        if (_comparison.Other is { } other)
        {
            DrawInferred(3, other.Model, other.Inferred);
            DrawBar(3, panels: 1, _fineScale, FigureColors.Flow);
        }

        DrawWidth(4, interval);
        DrawError(5);
    }

    private void DrawCoarse(int panel)
    {
        var (coarse, note) = (_comparison.MapOf(_comparison.Coarse), Cells(_comparison.Coarse));
        var scale = new FlowScale(coarse.Max(), FlowRange);
        DrawMap(panel, "Coarse, as given", note, _comparison.Coarse, coarse, Flow(scale));
        DrawBar(panel, panels: 1, scale, FigureColors.Flow);
        if (_comparison.Mask is not { } maps)
        {
            return;
        }

        var (mask, place) = (_comparison.MapOf(maps), _grid.MapPlace(panel, _comparison.Coarse));
        MapPicture.Draw(
            _canvas, place, mask, maps.Columns, observed => observed == 0 ? FigureColors.Missing : SKColors.Transparent);
        MissingMarks.Hatch(_canvas, place, mask, maps.Columns);
        var left = place.Left + FigureText.PanelNote.Width(note) + SampleSide;
        MissingMarks.DrawSample(_canvas, SKRect.Create(left, NoteLine(panel) - SampleSide + 3, SampleSide, SampleSide));
        var text = $"{mask.Count(observed => observed == 0)} missing, so inferred";
        FigureText.PanelNote.Draw(_canvas, text, left + 1.4 * SampleSide, NoteLine(panel), place.Left + PanelGrid.Panel - left);
    }

    private void DrawInferred(int panel, string model, FlowMaps inferred)
    {
        var map = _comparison.MapOf(inferred);
        DrawMap(panel, $"Inferred by {model}", Errors(map), inferred, map, Flow(_fineScale));
        DrawMissing(panel);
    }

    private void DrawWidth(int panel, FlowInterval interval)
    {
        var (low, high) = (_comparison.MapOf(interval.Low), _comparison.MapOf(interval.High));
        var inside = _truth.Where((count, cell) => low[cell] <= count && count <= high[cell]).Count();
        var note = string.Create(CultureInfo.InvariantCulture, $"truth inside in {100.0 * inside / _truth.Length:0.0} % of the cells");
        float[] width = [.. high.Zip(low, (above, below) => above - below)];
        var scale = new FlowScale(width.Max(), WidthRange);
        DrawMap(
            panel, "Width of the 90 % interval", note, interval.High, width, value => FigureColors.Width(scale.Position(value)));
        DrawMissing(panel);
        DrawBar(panel, panels: 1, scale, FigureColors.Width);
    }

    private void DrawError(int panel)
    {
        float[] error = [.. _inferred.Zip(_truth, (inferred, truth) => inferred - truth)];
        var scale = new FlowScale(error.Max(Math.Abs), ErrorRange);
        var title = _comparison.Other is null ? "Error" : $"Error of {_comparison.Model}";
        DrawMap(panel, title, "inferred − truth", _comparison.Truth, error, value => FigureColors.Error(scale.Position(value)));
        DrawBar(panel, panels: 1, scale, FigureColors.Error, signed: true);
    }

    private void DrawMap(int panel, string title, string note, FlowMaps size, float[] map, Func<double, SKColor> color)
    {
        FigureText.PanelTitle.Draw(_canvas, title, _grid.Left(panel), NoteLine(panel) - 38, PanelGrid.Panel);
        FigureText.PanelNote.Draw(_canvas, note, _grid.Left(panel), NoteLine(panel), PanelGrid.Panel);
        MapPicture.Draw(_canvas, _grid.MapPlace(panel, size), map, size.Columns, color);
    }

    private void DrawMissing(int panel)
    {
        if (_comparison.Mask is { } mask)
        {
            MissingMarks.Hatch(_canvas, _grid.MapPlace(panel, _comparison.Coarse), _comparison.MapOf(mask), mask.Columns);
        }
    }

    private void DrawBar(int panel, int panels, FlowScale scale, Func<double, SKColor> color, bool signed = false)
    {
        var top = (int)Math.Ceiling(_grid.MapPlace(panel, _comparison.Coarse).Bottom) + BarOffset;
        new ColorBar(scale, color, signed, _comparison.Unit).Draw(_canvas, _grid.Left(panel), top, PanelGrid.WidthOf(panels));
    }

    private int NoteLine(int panel) => (int)_grid.MapPlace(panel, _comparison.Coarse).Top - 20;

    private static Func<double, SKColor> Flow(FlowScale scale) => value => FigureColors.Flow(scale.Position(Math.Max(0, value)));

    private static string Cells(FlowMaps maps) => $"{maps.Rows} × {maps.Columns} cells";

    private string Errors(float[] inferred)
    {
        var accumulator = new MetricAccumulator(_truth.Length);
        accumulator.Add(_truth, inferred);
        var metrics = accumulator.Result();
        return string.Create(
            CultureInfo.InvariantCulture, $"MAE {metrics[MetricCatalog.Mae]:0.00} · RMSE {metrics[MetricCatalog.Rmse]:0.00}");
    }
}
