using FineFlow.Core;
using FineFlow.Plots.Charts;
using SkiaSharp;

namespace FineFlow.Plots.Tests.Charts;

public class LineChartTests
{
    [Fact]
    public void Values_are_drawn_at_their_heights()
    {
        var line = Lines(Panel([new(0), new(1), new(4)])).Single();
        Assert.Equal(0.25, (line[0].Y - line[1].Y) / (line[0].Y - line[2].Y), 0.001);
        Assert.True(line[2].Y < line[0].Y);
    }

    [Fact]
    public void Categories_stand_evenly_and_numbers_at_their_places()
    {
        var line = Lines(Panel([new(1), new(2), new(3)])).Single();
        Assert.Equal(0.5, (line[1].X - line[0].X) / (line[2].X - line[0].X), 0.001);
        line = Lines(Panel([new(1), new(2), new(3)]) with { Stops = LineStops.Numbers([10, 20, 50]) }).Single();
        Assert.Equal(0.25, (line[1].X - line[0].X) / (line[2].X - line[0].X), 0.001);
    }

    [Fact]
    public void Logarithmic_heights_show_ratios()
    {
        var line = Lines(Panel([new(1), new(10), new(100)]) with { LogY = true }).Single();
        Assert.Equal(0.5, (line[1].Y - line[0].Y) / (line[2].Y - line[0].Y), 0.001);
    }

    [Fact]
    public void A_missing_value_breaks_the_line_but_no_marker_is_lost()
    {
        var panel = Panel([new(1), null, new(2), new(3)]) with { Stops = LineStops.Categories(["1", "2", "3", "4"]) };
        Assert.Equal([2], Lines(panel).Select(line => line.Length));
        Assert.Equal(3, Chart(panel).LayOut().Marks.OfType<CircleMark>().Count());
    }

    [Fact]
    public void The_band_is_a_deviation_high_either_way_and_ends_at_zero()
    {
        var panel = Panel([new(2, 1), new(4, 0), new(0.5, 2)]);
        var line = Lines(panel).Single();
        var band = Chart(panel).LayOut().Marks.OfType<ShapeMark>().Single(shape => shape.Ink.Fill is { Alpha: < 255 }).Points;
        var unit = (line[0].Y - line[1].Y) / 2;
        Assert.Equal([line[0].Y - unit, line[1].Y, line[2].Y - 2 * unit], band[..3].Select(point => point.Y), Near);
        Assert.Equal([line[2].Y + 0.5f * unit, line[1].Y, line[0].Y + unit], band[3..].Select(point => point.Y), Near);
    }

    [Fact]
    public void The_default_is_marked_where_it_is()
    {
        var panel = Panel([new(1), new(2), new(3)]) with { Default = 1 };
        var text = Assert.Single(Chart(panel).LayOut().Marks.OfType<TextMark>(), text => text.Text == "default");
        Assert.Equal(Lines(panel).Single()[1].X, text.Bounds.MidX, 0.5);
    }

    [Fact]
    public void Fifteen_lines_look_different_in_grey_as_well()
    {
        var looks = Enumerable.Range(0, 15).Select(index =>
        {
            var page = new ChartPage(Chart(Panel([new(1), new(2), new(3)])), 100);
            new LineStyle(index).DrawMarker(page, default);
            return (page.Marks.OfType<ShapeMark>().SingleOrDefault()?.Points.Length, new LineStyle(index).Dashed, page.Marks[^1] switch
            {
                ShapeMark shape => shape.Points[0],
                _ => default,
            });
        });
        Assert.Equal(15, looks.Distinct().Count());
    }

    [Fact]
    public void A_legend_names_several_lines_and_spares_a_single_one()
    {
        var panel = Panel([new(1), new(2), new(3)]);
        Assert.DoesNotContain("PLGF", Texts(Chart(panel)));
        var two = panel with { Lines = [.. panel.Lines, panel.Lines[0] with { Name = "UNO" }] };
        Assert.Equal(["PLGF", "UNO"], Texts(new LineChart("", "", [two, two], 2)).Take(2));
        Assert.Single(Texts(new LineChart("", "", [two, two], 2)), "UNO");
    }

    [Fact]
    public void Small_differences_far_from_zero_show()
    {
        var line = Lines(Panel([new(100), new(101), new(102)])).Single();
        Assert.True(line[0].Y - line[2].Y > 200);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_with_its_place()
    {
        Refused(Panel([new(1), new(double.NaN), new(1)]), "MAE by Channels, PLGF, value 2: NaN");
        Refused(Panel([new(1), new(-1), new(1)]), "value 2: -1");
        Refused(Panel([new(1), new(0), new(1)]) with { LogY = true }, "value 2 on a logarithmic axis: 0");
        Refused(Panel([new(1), new(1)]), "PLGF: 2 values; expected 3");
        Refused(Panel([null, null, null]), "MAE by Channels: no values");
        Refused(Panel([new(1), new(1), new(1)]) with { Lines = [] }, "lines: 0");
        Refused(Panel([new(1), new(1), new(1)]) with { Default = 3 }, "Channels, default 3; expected 0 .. 2");
        Refused(
            Panel([new(1), new(1), new(1)]) with { Stops = LineStops.Numbers([1, 3, 3]) },
            "Channels, stop 3: 3; expected rising finite numbers");
        Refused(Panel([new(1), new(1), new(1)]) with { Stops = LineStops.Numbers([1, 2, double.NaN]) }, "Channels, stop 3: NaN");
        Refused(Panel([]) with { Stops = LineStops.Categories([]) }, "Channels: 0");
        Refused(new LineChart("", "", [], 1), "plots: 0");
        Refused(Chart(Panel([new(1), new(1), new(1)])) with { Columns = 0 }, "columns: 0; expected 1 .. 4");
    }

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) < 0.01;

    private static LinePanel Panel(ChartValue?[] values) =>
        new(new("Channels"), new("MAE", "vehicles"), LineStops.Categories(["16", "32", "64"]), [new("PLGF", values)]);

    private static LineChart Chart(LinePanel panel) => new("", "", [panel], 1);

    private static IEnumerable<string> Texts(Chart chart) => chart.LayOut().Marks.OfType<TextMark>().Select(text => text.Text);

    private static IEnumerable<SKPoint[]> Lines(LinePanel panel) => Chart(panel).LayOut().Marks.OfType<ShapeMark>()
        .Where(shape => shape.Ink is { Width: LinePlot.Thickness }).Select(shape => shape.Points);

    private static void Refused(LinePanel panel, string problem) => Refused(Chart(panel), problem);

    private static void Refused(LineChart chart, string problem) =>
        Assert.Contains(problem, Assert.Throws<BadInputException>(chart.Validate).Message, StringComparison.Ordinal);
}
