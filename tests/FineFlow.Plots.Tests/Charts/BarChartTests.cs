using FineFlow.Core;
using FineFlow.Plots.Charts;
using SkiaSharp;

namespace FineFlow.Plots.Tests.Charts;

public sealed class BarChartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bar_is_as_long_as_its_value()
    {
        var chart = Chart(2, 1, 0.5, 1.75, 0);
        var lengths = Lengths(chart);
        Assert.All(
            lengths.Zip([2, 1, 0.5, 1.75, 0]), pair =>
                Assert.InRange(pair.First / (double)lengths[0], pair.Second / 2 - 0.01, pair.Second / 2 + 0.01));
    }

    [Fact]
    public void A_much_longer_bar_is_cut_and_says_its_value()
    {
        var chart = Chart(1.5, 1, 1.25, 30, 15);
        var lengths = Lengths(chart);
        Assert.Equal(lengths[3], lengths[4], 4.0);
        Assert.InRange((double)lengths[0] / (new BarLayout(chart).Place(0, 0).Width * ChartPng.Scale), 0.9, 0.95);
        Assert.Contains("30.00", Texts(chart));
    }

    [Fact]
    public void A_limit_decides_where_bars_are_cut()
    {
        var chart = Chart(4, 3, 2, 1, 1);
        var lengths = Lengths(chart with { Metrics = [chart.Metrics[0] with { Limit = 2 }] });
        Assert.Equal(lengths[0], lengths[1], 4.0);
        Assert.Equal(2.0, (double)lengths[2] / lengths[3], 0.02);
        lengths = Lengths(Chart(40, 1, 1, 1, 1) is var far ? far with { Metrics = [far.Metrics[0] with { Limit = 40 }] } : far);
        Assert.Equal(40.0, (double)lengths[0] / lengths[1], 2.0);
    }

    [Fact]
    public void Groups_have_their_own_axes_unless_they_share_one()
    {
        var chart = new BarChart("", "", ["a", "b"], ["m"], [new(new("MAE"), [[new(4)], [new(1)]])]);
        Assert.Equal(Lengths(chart, group: 0)[0], Lengths(chart, group: 1)[0], 2.0);
        Assert.Equal(
            4.0,
            Lengths(chart with { SharedAxis = true }, group: 0)[0] / (double)Lengths(chart with { SharedAxis = true }, group: 1)[0],
            0.1);
    }

    [Fact]
    public void A_missing_value_is_a_gap_that_says_so()
    {
        var chart = Chart(2, null, 1, 1, 1);
        Assert.Equal(0, Lengths(chart)[1]);
        Assert.Single(Texts(chart), "n/a");
    }

    [Fact]
    public void A_deviation_reaches_as_far_either_way()
    {
        var chart = new BarChart("", "", ["a"], ["m", "n"], [new(new("MAE"), [[new(2, 0.5), new(1)]])]);
        var place = new BarLayout(chart).Place(0, 0);
        var whisker = chart.LayOut().Marks.OfType<ShapeMark>()
            .Single(mark => mark.Ink.Stroke == FigureColors.Ink && mark.Points[0].Y == mark.Points[1].Y);
        Assert.Equal(place.Left + 1.5 / 2.5 * place.Width, whisker.Points[0].X, 0.1);
        Assert.Equal(place.Right, whisker.Points[1].X, 0.1);
    }

    [Fact]
    public void The_lowest_value_and_the_highlighted_name_are_bold()
    {
        var texts = (Chart(4, 3, 2, 5, 6) with { Highlight = "C" }).LayOut().Marks.OfType<TextMark>();
        Assert.Equal(["2.00", "g", "C"], texts.Where(text => text.Style.Face == FigureFonts.Bold).Select(text => text.Text));
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_with_its_place()
    {
        Refused(Chart(1, double.NaN, 1, 1, 1), "MAE, g, B: NaN; expected a finite number not below 0");
        Refused(Chart(1, 1, -1, 1, 1), "MAE, g, C: -1");
        Refused(Chart(1, 1, double.PositiveInfinity, 1, 1), "MAE, g, C");
        Refused(Chart(1, 1, 1, 1), "MAE, g: 4 values; expected 5");
        Refused(Chart(1, 1, 1, 1, 1) with { Groups = [] }, "groups: 0; expected 1 .. 6");
        Refused(Chart(1, 1, 1, 1, 1) with { Groups = ["a", "b"] }, "MAE: 1 groups of values; expected 2");
        Refused(
            Chart(1, 1, 1, 1, 1) with { Series = [.. Enumerable.Range(0, 16).Select(number => $"{number}")] },
            "series: 16; expected 1 .. 15");
        Refused(Chart(1, 1, 1, 1, 1) with { Series = ["A", "A", "C", "D", "E"] }, "series: 'A' is there twice");
        Refused(Chart(1, 1, 1, 1, 1) with { Series = ["A", "\0", "C", "D", "E"] }, "character 1 is not text");
        Refused(Chart(1, 1, 1, 1, 1) with { Metrics = [] }, "metrics: 0");
        Refused(Chart(1, 1, 1, 1, 1) with { Highlight = "Z" }, "highlight 'Z'");
        Refused(Chart(1, 1, 1, 1, 1) with { Title = "half a pair \ud800" }, "title");
        Refused(Chart(1, 1, 1, 1, 1) with { Note = new('x', 301) }, "note has 301 characters");
        Refused(new("", "", ["g"], ["m"], [new(new("MAE"), [[new(1, -2)]])]), "MAE, g, m, deviation: -2");
        Refused(new("", "", ["g"], ["m"], [new(new("MAE"), [[new(1)]]) { Limit = 0 }]), "MAE, limit: 0");
    }

    private static BarChart Chart(params double?[] values) =>
        new(
            "",
            "",
            ["g"],
            ["A", "B", "C", "D", "E"],
            [new(new("MAE"), [[.. values.Select(value => value is { } v ? new ChartValue(v) : (ChartValue?)null)]])]);

    private static IEnumerable<string> Texts(Chart chart) => chart.LayOut().Marks.OfType<TextMark>().Select(text => text.Text);

    /// <summary>Pixels from the axis to the last one of each bar.</summary>
    private int[] Lengths(BarChart chart, int group = 0)
    {
        var place = new BarLayout(chart).Place(0, group);
        var picture = new Picture(ChartFile.Save(_folder.File("bars"), chart).Png);
        return [.. chart.Series.Select((_, bar) => Length(picture, place, place.Top + (bar + 0.3) * place.Height / chart.Series.Count))];
    }

    private static int Length(Picture picture, SKRect place, double y)
    {
        var (left, right) = ((int)(ChartPng.Scale * place.Left), (int)(ChartPng.Scale * place.Right));
        return Enumerable.Range(left, right - left).LastOrDefault(
            x => picture[x, (int)(ChartPng.Scale * y)] == ChartColors.Plain, left) - left;
    }

    private void Refused(BarChart chart, string problem)
    {
        var refusal = Assert.Throws<BadInputException>(() => ChartFile.Save(_folder.File("refused"), chart));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "refused*"));
    }
}
