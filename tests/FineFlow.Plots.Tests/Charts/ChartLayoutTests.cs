using CsCheck;
using FineFlow.Plots.Charts;
using SkiaSharp;

namespace FineFlow.Plots.Tests.Charts;

public class ChartLayoutTests
{
    [Fact]
    public void No_text_of_a_bar_chart_is_clipped_or_covered() => RandomCharts.Bars.Sample(IsReadable, iter: 100);

    [Fact]
    public void No_text_of_a_bubble_chart_is_clipped_or_covered() => RandomCharts.Bubbles.Sample(IsReadable, iter: 40);

    [Fact]
    public void No_text_of_a_line_chart_is_clipped_or_covered() => RandomCharts.LineCharts.Sample(IsReadable, iter: 100);

    [Fact]
    public void Letters_stay_within_the_bounds_of_their_text()
    {
        foreach (var face in new[] { FigureFonts.Regular, FigureFonts.Bold })
        {
            using var font = new SKFont(face, 100);
            foreach (var letter in Enumerable.Range(32, 95).Select(code => $"{(char)code}"))
            {
                using var path = font.GetTextPath(letter);
                var bounds = new TextMark(ChartText.Label with { Face = face, Size = 100 }, letter, default, Upright: false).Bounds;
                Assert.InRange(path.TightBounds.Top, bounds.Top, bounds.Bottom);
                Assert.InRange(path.TightBounds.Bottom, bounds.Top, bounds.Bottom);
            }
        }
    }

    [Theory]
    [InlineData(SKTextAlign.Left, 80, 100)]
    [InlineData(SKTextAlign.Center, 90, 110)]
    [InlineData(SKTextAlign.Right, 100, 120)]
    public void Upright_text_reads_upwards(SKTextAlign align, float top, float bottom)
    {
        var style = ChartText.Label with { Align = align, Size = 20 * 10 / ChartText.Label.Width("ab") * ChartText.Label.Size / 10 };
        var bounds = new TextMark(style, "ab", new(50, 100), Upright: true).Bounds;
        Assert.Equal((top, bottom), (MathF.Round(bounds.Top), MathF.Round(bounds.Bottom)));
        Assert.InRange(50, bounds.Left, bounds.Right);
    }

    private static void IsReadable(Chart chart)
    {
        chart.Validate();
        var page = chart.LayOut();
        var paper = new SKRect(0, 0, ChartPage.Width, page.Height);
        foreach (var point in page.Marks.OfType<ShapeMark>().SelectMany(shape => shape.Points))
            Assert.True(paper.Contains(point) && float.IsFinite(point.X + point.Y), $"point {point}");
        foreach (var circle in page.Marks.OfType<CircleMark>())
            Assert.True(
                paper.Contains(SKRect.Inflate(SKRect.Create(circle.Center, SKSize.Empty), circle.Radius, circle.Radius)),
                $"circle {circle}");

        TextMark[] texts = [.. page.Marks.OfType<TextMark>()];
        for (var text = 0; text < texts.Length; text++)
        {
            Assert.True(paper.Contains(texts[text].Bounds), $"'{texts[text].Text}' leaves the page: {texts[text].Bounds}");
            for (var other = 0; other < text; other++)
                Assert.False(texts[text].Bounds.IntersectsWith(texts[other].Bounds), $"'{texts[text].Text}' covers '{texts[other].Text}'");
        }
    }
}
