using CsCheck;
using FineFlow.Core;
using FineFlow.Plots.Charts;
using SkiaSharp;

namespace FineFlow.Plots.Tests.Charts;

public class BubbleChartTests
{
    private static readonly Bubble[] Three = [new("a", 1, 10, 4), new("b", 10, 20, 1), new("c", 100, 30, 0)];

    [Fact]
    public void Areas_are_proportional_and_nothing_is_a_dot()
    {
        var circles = new BubbleLayout(Chart(Three)).Circles;
        Assert.Equal(2, circles[0].Radius / circles[1].Radius, 0.001);
        Assert.InRange(circles[2].Radius, 1, 5);
    }

    [Theory]
    [InlineData(false, 0.0909)]
    [InlineData(true, 0.5)]
    public void More_is_further_right_and_higher(bool logarithmic, double middle)
    {
        var circles = new BubbleLayout(Chart(Three) with { LogX = logarithmic }).Circles;
        Assert.Equal(middle, (circles[1].Center.X - circles[0].Center.X) / (circles[2].Center.X - circles[0].Center.X), 0.001);
        Assert.Equal(0.5, (circles[1].Center.Y - circles[0].Center.Y) / (circles[2].Center.Y - circles[0].Center.Y), 0.001);
        Assert.True(circles[2].Center.Y < circles[0].Center.Y);
    }

    [Fact]
    public void A_label_with_room_stands_at_its_bubble_without_a_leader_line() =>
        Assert.All(Arrange([new(new(200, 200), 30), new(new(500, 300), 10)]), label => Assert.Null(label.Leader));

    [Fact]
    public void Labels_of_bubbles_in_one_place_move_apart_and_keep_a_line_to_them()
    {
        var circles = Enumerable.Repeat(new BubbleCircle(new(400, 300), 20), 12).ToArray();
        var labels = Arrange(circles);
        Assert.Contains(labels, label => label.Leader is not null);
        Assert.All(labels, label => Assert.True(label.Leader is null || label.Leader.From == circles[0].Center));
        Assert.All(labels, label => Assert.True(Distance(label.Place, circles[0].Center) >= 20, "on the bubble"));
    }

    [Fact]
    public void Labels_never_cover_each_other_and_stay_in_their_area() =>
        Gen.Select(
            Gen.Float[60, 740], Gen.Float[60, 540], Gen.Float[2, 58], (x, y, radius) => new BubbleCircle(new(x, y), radius)).Array[1, 20]
            .Sample(
                circles =>
                {
                    var labels = Arrange(circles);
                    Assert.All(labels, label => Assert.True(Area.Contains(label.Place)));
                    Assert.All(labels, label => Assert.Single(labels, other => other.Place.IntersectsWith(label.Place)));
                },
                iter: 60);

    [Fact]
    public void No_room_is_said() =>
        Assert.Throws<BadInputException>(
            () => new BubbleLabels(SKRect.Create(0, 0, 100, 30), [new(default, 1), new(default, 1)]).Arrange([new(90, 26), new(90, 26)]));

    [Fact]
    public void What_cannot_be_shown_is_refused_with_its_place()
    {
        Refused(Chart([]), "bubbles: 0; expected 1 .. 24");
        Refused(Chart([new("a", 1, double.NaN, 1)]), "a, MAE: NaN");
        Refused(Chart([new("a", -1, 1, 1)]), "a, Time: -1");
        Refused(Chart([new("a", 1, 1, -1)]), "a, Parameters: -1");
        Refused(Chart([new("a", 0, 1, 1)]) with { LogX = true }, "a, Time on a logarithmic axis: 0; expected a finite number above 0");
        Refused(Chart([.. Three, Three[0]]), "'a' is there twice");
        Refused(Chart(Three) with { Highlight = "z" }, "highlight 'z'");
    }

    private static SKRect Area => new(0, 0, 800, 600);

    private static BubbleLabel[] Arrange(BubbleCircle[] circles) =>
        new BubbleLabels(Area, circles).Arrange([.. circles.Select((_, index) => new SKSize(60 + 10 * (index % 5), 26))]);

    private static float Distance(SKRect place, SKPoint point) =>
        SKPoint.Distance(point, new(Math.Clamp(point.X, place.Left, place.Right), Math.Clamp(point.Y, place.Top, place.Bottom)));

    private static BubbleChart Chart(Bubble[] bubbles) => new("", "", new("Time", "s"), new("MAE"), new("Parameters", "millions"), bubbles);

    private static void Refused(BubbleChart chart, string problem) =>
        Assert.Contains(problem, Assert.Throws<BadInputException>(chart.Validate).Message, StringComparison.Ordinal);
}
