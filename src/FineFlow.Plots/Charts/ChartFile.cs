using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Plots.Charts;

/// <summary>Writes charts to files.</summary>
internal static class ChartFile
{
    /// <summary>Writes a chart as <c>NAME.png</c> (3200 pixels wide) and <c>NAME.svg</c> (text as outlines).</summary>
    /// <param name="pathWithoutEnding">Folder and NAME; the folder is created.</param>
    /// <param name="chart">The chart.</param>
    /// <returns>The two paths.</returns>
    /// <exception cref="BadInputException">The data cannot be shown, or a file cannot be written.</exception>
    public static (string Png, string Svg) Save(string pathWithoutEnding, Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        chart.Validate();
        var page = chart.LayOut();
        var (png, svg) = (pathWithoutEnding + ".png", pathWithoutEnding + ".svg");
        var text = ChartSvg.Text(page);
        PngPicture.Save(png, ChartPng.Scale * ChartPage.Width, ChartPng.Scale * page.Height, canvas => ChartPng.Draw(canvas, page));
        AtomicFile.WriteText(svg, text);
        return (png, svg);
    }
}
