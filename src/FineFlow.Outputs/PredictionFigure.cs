using FineFlow.Core;
using FineFlow.Plots;
using SkiaSharp;

namespace FineFlow.Outputs;

/// <summary>A prediction's maps, a panel a channel on one scale with a colour bar: one slot, or the mean of all slots.</summary>
internal static class PredictionFigure
{
    private const int Margin = 60, Panel = 900, Gap = 40;
    private const int Top = 234, BarOffset = 28, Bottom = 140;
    private const double FlowRange = 40;

    /// <summary>Returns the figure as PNG: 1020 pixels wide for one channel, 940 more for each other.</summary>
    /// <exception cref="BadInputException">The slot does not exist, or a value is not finite.</exception>
    public static byte[] Png(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var maps = Maps(prediction);
        return PngPicture.Bytes(Width(prediction), Height(prediction.Fine), canvas => Draw(canvas, prediction, maps));
    }

    /// <summary>Pixels of a channel's map: its longer side fills the panel.</summary>
    internal static SKRect MapPlace(int channel, FlowMaps size)
    {
        var cell = (float)Panel / Math.Max(size.Rows, size.Columns);
        return SKRect.Create(Margin + channel * (Panel + Gap), Top, cell * size.Columns, cell * size.Rows);
    }

    private static int Width(Prediction prediction) => 2 * Margin + prediction.Fine.Channels * (Panel + Gap) - Gap;

    private static int Height(FlowMaps size) => Top + (int)Math.Ceiling(MapPlace(0, size).Height) + Bottom;

    private static void Draw(SKCanvas canvas, Prediction prediction, float[][] maps)
    {
        var scale = new FlowScale(maps.Max(map => map.Max()), FlowRange);
        var width = Width(prediction) - 2 * Margin;
        FigureText.Headline.Draw(canvas, prediction.Manifest.Name ?? "Inferred flow", Margin, 66, width);
        FigureText.Subtitle.Draw(canvas, $"inferred by {prediction.Model}, {Slots(prediction)}", Margin, 108, width);
        for (var channel = 0; channel < maps.Length; channel++)
        {
            var place = MapPlace(channel, prediction.Fine);
            FigureText.PanelTitle.Draw(canvas, prediction.ChannelName(channel), place.Left, Top - 58, Panel);
            FigureText.PanelNote.Draw(canvas, $"{prediction.Fine.Rows} × {prediction.Fine.Columns} cells", place.Left, Top - 20, Panel);
            MapPicture.Draw(
                canvas, place, maps[channel], prediction.Fine.Columns, value => FigureColors.Flow(scale.Position(Math.Max(0, value))));
        }

        new ColorBar(scale, FigureColors.Flow, Signed: false, prediction.Manifest.Units ?? "counts per cell and slot")
            .Draw(canvas, Margin, Height(prediction.Fine) - Bottom + BarOffset, width);
    }

    private static string Slots(Prediction prediction) => prediction switch
    {
        { Slot: { } slot } => $"slot {prediction.SlotName(slot)}",
        { Fine.Samples: 1 } => $"slot {prediction.SlotName(0)}",
        { Time: null } => $"mean of {prediction.Fine.Samples} slots",
        _ => $"mean of {prediction.Fine.Samples} slots, {prediction.SlotName(0)} to {prediction.SlotName(prediction.Fine.Samples - 1)}",
    };

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
