using System.Globalization;
using FineFlow.Core;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>Training loss and validation MSE by epoch on logarithmic axes; the epoch with the best validation is marked.</summary>
internal static class TrainingCurveFigure
{
    /// <summary>Width of the picture in pixels.</summary>
    public const int Width = 1600;

    /// <summary>Height of the picture in pixels.</summary>
    public const int Height = 700;

    private const int Margin = 60, HeaderHeight = 110;
    private const double Headroom = 0.1;
    private static readonly Color Loss = Color.FromHex("#7A4CC2");
    private static readonly Color Validation = Color.FromHex("#E4573D");

    /// <summary>Writes the figure as PNG.</summary>
    /// <exception cref="BadInputException">There is no epoch, a value is not above zero, or the file cannot be written.</exception>
    public static void SavePng(string path, TrainingCurve curve) => PngPicture.Save(path, Png(curve));

    /// <summary>Returns the figure as the bytes of a PNG file.</summary>
    /// <exception cref="BadInputException">There is no epoch, or a value is not above zero.</exception>
    public static byte[] Png(TrainingCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        curve.Validate();
        return PngPicture.Bytes(Width, Height, canvas => Draw(canvas, curve));
    }

    private static void Draw(SKCanvas canvas, TrainingCurve curve)
    {
        FigureText.Headline.Draw(canvas, curve.Title, Margin, 66, Width - 2 * Margin);
        var epochs = curve.Epochs.Select(epoch => (double)epoch.Epoch).ToArray();
        var best = curve.Epochs.MinBy(epoch => epoch.ValidationMse)!;
        var bestText = string.Create(CultureInfo.InvariantCulture, $"best {best.ValidationMse:0.###} in epoch {best.Epoch}");

        using var loss = LogPlot("Training loss", epochs, [.. curve.Epochs.Select(epoch => epoch.TrainLoss)], Loss);
        using var validation = LogPlot(
            $"Validation MSE · {bestText}", epochs, [.. curve.Epochs.Select(epoch => epoch.ValidationMse)], Validation);
        validation.Add.Marker(
            best.Epoch, Math.Log10(best.ValidationMse), MarkerShape.OpenCircle, size: 26, color: FigurePlot.Color(FigureColors.Ink))
            .LineWidth = 3;
        FigurePlot.Paste(canvas, loss, Place(Margin / 2));
        FigurePlot.Paste(canvas, validation, Place(Width / 2));
    }

    private static SKRectI Place(int left) => SKRectI.Create(left, HeaderHeight, (Width - Margin) / 2, Height - HeaderHeight - Margin / 4);

    private static Plot LogPlot(string name, double[] epochs, double[] values, Color color)
    {
        var plot = FigurePlot.Create("epoch");
        plot.Title(name, size: 26);
        plot.Axes.Title.Label.ForeColor = FigurePlot.Color(FigureColors.Ink);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 60 };
        plot.Axes.Left.TickGenerator = LogTicks(values);

        var line = plot.Add.Scatter(epochs, Array.ConvertAll(values, Math.Log10), color);
        (line.LineWidth, line.MarkerSize) = (4, epochs.Length > 40 ? 0 : 11);
        plot.Axes.SetLimitsY(Math.Log10(values.Min()) - Headroom, Math.Log10(values.Max()) + Headroom);
        return plot;
    }

    /// <summary>Returns ticks at round numbers over the decades of the values.</summary>
    private static NumericManual LogTicks(double[] values)
    {
        var (low, high) = (Math.Log10(values.Min()) - Headroom, Math.Log10(values.Max()) + Headroom);
        double[] steps = high - low < 1 ? [1, 1.5, 2, 3, 4, 5, 7] : high - low < 3 ? [1, 2, 5] : [1];
        return FigurePlot.LogTicks(
            low, high, steps, value => value.ToString(value < 0.001 ? "0.#E0" : "#,0.###", CultureInfo.InvariantCulture));
    }
}
