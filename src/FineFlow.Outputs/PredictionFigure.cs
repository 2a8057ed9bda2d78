using System.Globalization;
using FineFlow.Core;
using FineFlow.Plots;
using SkiaSharp;

namespace FineFlow.Outputs;

/// <summary>A prediction's maps, a panel a channel on one scale with a colour bar: one slot, or the mean of all slots.</summary>
internal static class PredictionFigure
{
    private const int Margin = 60, Panel = 900, Gap = 40;
    private const int Top = 234, BarOffset = 28, Bottom = 140;
    private const int ShortestSide = 60, NarrowestPanel = 560;
    private const string Date = "ddd d MMM yyyy", Minute = "HH:mm";

    /// <summary>How far the knee of the scale of flow lies below its top.</summary>
    internal const double FlowRange = 40;

    /// <summary>Returns the figure as PNG: at most 1020 pixels wide for one channel, 940 more for each other.</summary>
    /// <exception cref="BadInputException">The slot does not exist, or a value is not finite.</exception>
    public static byte[] Png(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var maps = Maps(prediction);
        return PngPicture.Bytes(Width(prediction), Height(prediction), canvas => Draw(canvas, prediction, maps));
    }

    /// <summary>
    /// Returns the pixels of a channel's map: its longer side fills the panel, its cells have their proportions on the ground. Where
    /// those are unknown, cells are square. A side is never too short to be seen.
    /// </summary>
    internal static SKRect MapPlace(int channel, Prediction prediction)
    {
        var (rows, columns) = (prediction.Fine.Rows, prediction.Fine.Columns);
        var cell = CellSize.Of(prediction.Place, rows, columns);
        var (width, height) = (columns * (cell?.Width ?? 1), rows * (cell?.Height ?? 1));
        var scale = Panel / Math.Max(width, height);
        var across = Side(width * scale);
        return SKRect.Create(Margin + channel * (PanelWidth(across) + Gap), Top, across, Side(height * scale));
    }

    private static float Side(double pixels) => (float)Math.Max(ShortestSide, pixels);

    /// <summary>A narrow map has room for its title.</summary>
    private static int PanelWidth(float map) => Math.Max(NarrowestPanel, (int)Math.Ceiling(map));

    private static int Width(Prediction prediction) =>
        2 * Margin + prediction.Fine.Channels * (PanelWidth(MapPlace(0, prediction).Width) + Gap) - Gap;

    private static int Height(Prediction prediction) => Top + (int)Math.Ceiling(MapPlace(0, prediction).Height) + Bottom;

    private static void Draw(SKCanvas canvas, Prediction prediction, float[][] maps)
    {
        var scale = new FlowScale(maps.Max(map => map.Max()), FlowRange);
        var (width, panel) = (Width(prediction) - 2 * Margin, PanelWidth(MapPlace(0, prediction).Width));
        FigureText.Headline.Draw(canvas, prediction.Manifest.Name ?? prediction.Title, Margin, 66, width);
        FigureText.Subtitle.Draw(canvas, $"inferred by {prediction.Model}, {Slots(prediction)}", Margin, 108, width);
        for (var channel = 0; channel < maps.Length; channel++)
        {
            var place = MapPlace(channel, prediction);
            FigureText.PanelTitle.Draw(canvas, prediction.ChannelName(channel), place.Left, Top - 58, panel);
            FigureText.PanelNote.Draw(canvas, Cells(prediction, place), place.Left, Top - 20, panel);
            MapPicture.Draw(
                canvas, place, maps[channel], prediction.Fine.Columns, value => FigureColors.Flow(scale.Position(Math.Max(0, value))));
        }

        new ColorBar(scale, FigureColors.Flow, Signed: false, prediction.Manifest.Units ?? "counts per cell and slot")
            .Draw(canvas, Margin, Height(prediction) - Bottom + BarOffset, width);
    }

    /// <summary>Returns what the picture shows, in the words of a reader.</summary>
    internal static string Slots(Prediction prediction)
    {
        var samples = prediction.Fine.Samples;
        var (first, last) = prediction.Slot is { } chosen ? (chosen, chosen) : (0, samples - 1);
        var mean = first == last ? "" : Invariant($"mean of {samples} slots, ");
        if (SlotTimes.Of(prediction) is not { } times)
        {
            return mean.Length > 0 ? mean.TrimEnd(' ', ',') : Invariant($"slot {first}");
        }

        var slots = Enumerable.Range(first, last - first + 1);
        var (start, end) = (slots.Min(slot => times.Starts[slot]), slots.Max(slot => times.End(slot) ?? times.Starts[slot]));
        return $"{mean}{(start == end ? ClockText(start) : Period(start, end))}, local time";
    }

    /// <summary>Returns a period as a reader writes it: the date of its end is left out where it is that of its start.</summary>
    private static string Period(long start, long end) =>
        $"{ClockText(start)} to {(Clock(start, Date) == Clock(end, Date) ? "" : $"{Clock(end, Date)}, ")}{Clock(end, Minute)}";

    private static string ClockText(long seconds) => $"{Clock(seconds, Date)}, {Clock(seconds, Minute)}";

    private static string Clock(long seconds, string format) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(format, CultureInfo.InvariantCulture);

    private static string Cells(Prediction prediction, SKRect place)
    {
        var (rows, columns) = (prediction.Fine.Rows, prediction.Fine.Columns);
        var cells = Invariant($"{rows} × {columns} cells");
        if (CellSize.Of(prediction.Place, rows, columns) is { IsMetres: true } size)
        {
            cells += Invariant($" of {Metres(size.Height)} × {Metres(size.Width)} m");
        }

        return columns > place.Width || rows > place.Height ? $"{cells}, more than the picture has pixels: some are not seen" : cells;
    }

    private static string Metres(double length) => length.ToString(length < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    private static float[][] Maps(Prediction prediction)
    {
        var samples = prediction.Fine.Samples;
        if (prediction.Slot is { } slot && (slot < 0 || slot >= samples))
        {
            throw new BadInputException("slot", $"is {slot}; there are slots 0 .. {samples - 1}") { Setting = nameof(Prediction.Slot) };
        }

        var (first, count) = prediction.Slot is { } one ? (one, 1) : (0, samples);
        return [.. Enumerable.Range(0, prediction.Fine.Channels).Select(channel => Mean(prediction, channel, first, count))];
    }

    private static float[] Mean(Prediction prediction, int channel, int first, int count)
    {
        var fine = prediction.Fine;
        var sums = new double[fine.Rows * fine.Columns];
        for (var sample = first; sample < first + count; sample++)
        {
            var start = (sample * fine.Channels + channel) * sums.Length;
            for (var cell = 0; cell < sums.Length; cell++)
            {
                sums[cell] += prediction.Whole is { } whole ? whole[start + cell] : fine.Values[start + cell];
            }
        }

        var mean = Array.ConvertAll(sums, sum => (float)(sum / count));
        return Array.TrueForAll(mean, float.IsFinite)
            ? mean
            : throw new BadInputException("prediction", "holds values that are not finite; there is nothing to draw");
    }
}
