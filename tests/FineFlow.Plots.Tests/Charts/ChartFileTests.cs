using System.Xml.Linq;
using FineFlow.Core;
using FineFlow.Plots.Charts;
using SkiaSharp;

namespace FineFlow.Plots.Tests.Charts;

[CollectionDefinition(nameof(ChartFileTests), DisableParallelization = true)]
[Collection(nameof(ChartFileTests))]
public sealed class ChartFileTests : IDisposable
{
    private const int Repeats = 40;
    private readonly TemporaryFolder _folder = new();

    private static readonly BarChart Chart = new(
        "Errors & <losses>", "lower is better", ["TaxiBJ", "BikeNYC"], ["UrbanFM", "PLGF γ"],
        [new(new("MAE", "vehicles"), [[new(2, 0.1), new(1.5)], [null, new(0.5)]])]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_files_are_there_and_nothing_else()
    {
        var (png, svg) = ChartFile.Save(_folder.File("bars"), Chart);
        Assert.Equal((_folder.File("bars.png"), _folder.File("bars.svg")), (png, svg));
        Assert.Equal([png, svg], Directory.GetFiles(_folder.Path).Order());
        var (page, picture) = (Chart.LayOut(), new Picture(png));
        Assert.Equal((2 * ChartPage.Width, 2 * page.Height), (picture.Width, picture.Height));
    }

    [Fact]
    public void The_same_chart_is_the_same_bytes()
    {
        var first = ChartFile.Save(_folder.File("first"), Chart);
        var second = ChartFile.Save(_folder.File("second"), Chart with { Title = new(Chart.Title) });
        Assert.Equal(File.ReadAllBytes(first.Png), File.ReadAllBytes(second.Png));
        Assert.Equal(File.ReadAllBytes(first.Svg), File.ReadAllBytes(second.Svg));
    }

    [Fact]
    public void The_svg_says_all_texts_and_needs_no_font_and_no_bitmap()
    {
        var svg = XDocument.Load(ChartFile.Save(_folder.File("bars"), Chart).Svg).Root!;
        var labels = svg.Descendants().Select(element => (string?)element.Attribute("aria-label")).OfType<string>();
        Assert.Equal(Chart.LayOut().Marks.OfType<TextMark>().Select(text => text.Text), labels);
        Assert.Equal(Chart.Title, svg.Elements().First().Value);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "image" or "text" or "style");
    }

    [Fact]
    public void Each_letter_of_the_svg_has_its_outline_once()
    {
        var svg = XDocument.Load(ChartFile.Save(_folder.File("bars"), Chart).Svg).Root!;
        XNamespace link = "http://www.w3.org/1999/xlink";
        var outlines = svg.Descendants()
            .Where(element => element.Name.LocalName == "path")
            .Select(path => "#" + (string)path.Attribute("id")!)
            .ToArray();
        var used = svg.Descendants().Where(element => element.Name.LocalName == "use").Select(use => (string)use.Attribute(link + "href")!);
        Assert.Equal(outlines.Distinct(), outlines);
        Assert.Equal(outlines.Order(), used.Distinct().Order());
    }

    [Fact]
    public void Letters_of_the_svg_stand_where_those_of_the_png_do()
    {
        using var glyphs = new SvgGlyphs();
        var text = new TextMark(ChartText.Strong with { Align = SKTextAlign.Right }, "PLGF", default, Upright: false);
        var first = glyphs.Places(text).First().X * text.Style.Size / SvgGlyphs.UnitsPerEm(text.Style.Face);
        Assert.Equal(text.Bounds.Left, first, 0.01);
    }

    [Fact]
    public void The_page_is_light_and_solid()
    {
        var (png, svg) = ChartFile.Save(_folder.File("bars"), Chart);
        Assert.Equal(FigureColors.Page, new Picture(png)[0, 0]);
        Assert.Contains("""<rect width="100%" height="100%" fill="#fbfbfd" />""", File.ReadAllText(svg), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_graphics_library_stays_behind()
    {
        LineChart lines = new(
            "",
            "",
            [new(new("x"), new("y"), LineStops.Numbers([1, 2]), [new("a", [new(1, 1), new(2)]), new("b", [new(3), null])]) { Default = 0 }],
            1);
        BubbleChart bubbles = new("", "", new("x"), new("y"), new("size"), [new("a", 1, 1, 1), new("b", 1, 1, 2)]);
        foreach (var chart in (Chart[])[Chart, lines, bubbles])
        {
            ChartFile.Save(_folder.File("warm"), chart);
            Assert.True(
                Enumerable.Range(0, 3).Any(_ => Finalizable(Repeats, chart) - Finalizable(0, chart) < Repeats),
                $"an object of each of {Repeats} pictures waits for its finalizer, each time");
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_is_one_clear_line()
    {
        File.WriteAllText(_folder.File("file"), "");
        Assert.Throws<BadInputException>(() => ChartFile.Save(Path.Combine(_folder.File("file"), "bars"), Chart));
    }

    /// <summary>
    /// Objects that wait for their finalizers after so many pictures of a chart: a leak is one a picture at least, each time. Some of
    /// .NET's own do so after a collection now and then, and have nothing to do with pictures: one time without them is enough.
    /// </summary>
    private long Finalizable(int pictures, Chart chart)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(GC.TryStartNoGCRegion(200_000_000));
        for (var picture = 0; picture < pictures; picture++)
        {
            ChartFile.Save(_folder.File("again"), chart);
        }

        GC.EndNoGCRegion();
        GC.Collect();
        return GC.GetGCMemoryInfo(GCKind.FullBlocking).FinalizationPendingCount;
    }
}
