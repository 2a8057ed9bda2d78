using FineFlow.Core;
using SkiaSharp;

namespace FineFlow.Plots.Tests;

public sealed class FlowComparisonFigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_picture_has_the_promised_size()
    {
        var picture = Draw(Comparison());
        Assert.Equal((PanelGrid.OneRow.Width, 886), (picture.Width, picture.Height));
        Assert.True(picture.Width > 2000);
    }

    [Fact]
    public void All_texts_are_drawn_and_none_is_without_its_content()
    {
        var full = Draw(Comparison());
        var bare = Draw(Comparison() with { Title = "", Subtitle = "", Unit = "" });
        Assert.True(Ink(full, 30, 80) > 2000, "headline");
        Assert.True(Ink(full, 85, 120) > 1000, "subtitle");
        Assert.True(Ink(full, 150, 225) > 5000, "panel titles");
        Assert.True(Ink(full, 794, 825) > 1000, "ticks");
        Assert.True(Ink(full, 830, 870) > 1000, "units");
        Assert.Equal((0, 0, 0), (Ink(bare, 30, 80), Ink(bare, 85, 120), Ink(bare, 830, 870)));
    }

    [Fact]
    public void Long_texts_are_set_smaller_and_stay_inside_their_place()
    {
        var endless = string.Concat(Enumerable.Repeat("a very long name ", 20));
        var picture = Draw(Comparison() with { Title = endless, Subtitle = endless, Model = endless, Unit = endless });
        var panel = PanelGrid.OneRow.MapPlace(1, new(new(1, 1, 8, 8)));
        var page = FigureColors.Page;
        Assert.Equal(0, picture.Inked(0, 0, 58, picture.Height, page));
        Assert.Equal(0, picture.Inked(picture.Width - 58, 0, picture.Width, picture.Height, page));
        Assert.Equal(0, picture.Inked((int)panel.Right + 2, 150, (int)panel.Right + 38, 225, page));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 7)]
    [InlineData(7, 1)]
    public void The_hottest_pixels_are_where_the_hot_cell_is_with_row_0_at_the_top(int row, int column)
    {
        var truth = new FlowMaps(new(1, 1, 8, 8));
        truth.Values[row * 8 + column] = 50;
        var picture = Draw(Comparison() with { Truth = truth, Inferred = new(new(1, 1, 8, 8)) });
        var panel = PanelGrid.OneRow.MapPlace(2, truth);
        for (var cell = 0; cell < 64; cell++)
        {
            var expected = cell == row * 8 + column ? FigureColors.Flow(1) : FigureColors.Ground;
            Assert.Equal(expected, picture.At(panel, (cell % 8 + 0.5) / 8, (cell / 8 + 0.5) / 8));
        }
    }

    [Fact]
    public void Inferred_and_true_flow_share_one_scale()
    {
        var (inferred, truth) = (new FlowMaps(new(1, 1, 8, 8)), new FlowMaps(new(1, 1, 8, 8)));
        (inferred.Values[0], inferred.Values[63]) = (10, 400);
        truth.Values[0] = 10;
        var picture = Draw(Comparison() with { Truth = truth, Inferred = inferred });
        var left = picture.At(PanelGrid.OneRow.MapPlace(1, truth), 0.06, 0.06);
        Assert.Equal(left, picture.At(PanelGrid.OneRow.MapPlace(2, truth), 0.06, 0.06));
        Assert.NotEqual(FigureColors.Flow(1), left);
    }

    [Fact]
    public void Too_low_is_blue_too_high_is_orange_and_right_is_ground()
    {
        var (inferred, truth) = (new FlowMaps(new(1, 1, 8, 8)), new FlowMaps(new(1, 1, 8, 8)));
        (truth.Values[0], inferred.Values[63]) = (5, 5);
        (truth.Values[7], inferred.Values[7]) = (9, 9);
        var picture = Draw(Comparison() with { Truth = truth, Inferred = inferred });
        var panel = PanelGrid.OneRow.MapPlace(3, truth);
        var (low, high) = (picture.At(panel, 0.06, 0.06), picture.At(panel, 0.94, 0.94));
        Assert.True(low.Blue > 2 * low.Red, $"too low: {low}");
        Assert.True(high.Red > 2 * high.Blue, $"too high: {high}");
        Assert.Equal(FigureColors.Ground, picture.At(panel, 0.94, 0.06));
    }

    [Fact]
    public void Maps_of_zeros_are_nothing_but_ground()
    {
        var picture = Draw(Comparison() with
        {
            Coarse = new(new(1, 1, 2, 2)),
            Truth = new(new(1, 1, 8, 8)),
            Inferred = new(new(1, 1, 8, 8)),
        });
        for (var panel = 0; panel < 4; panel++)
            Assert.Equal(FigureColors.Ground, picture.At(PanelGrid.OneRow.MapPlace(panel, new(new(1, 1, 8, 8))), 0.3, 0.7));
    }

    [Fact]
    public void A_wide_city_keeps_its_cells_square()
    {
        var picture = Draw(Comparison() with
        {
            Coarse = new(new(1, 1, 2, 4)),
            Truth = new(new(1, 1, 8, 16)),
            Inferred = new(new(1, 1, 8, 16)),
        });
        Assert.Equal(886 - 256, picture.Height);
        var place = PanelGrid.OneRow.MapPlace(0, new(new(1, 1, 2, 4)));
        Assert.Equal(2 * place.Height, place.Width);
    }

    [Fact]
    public void The_widest_interval_is_the_brightest_and_the_truths_inside_are_counted()
    {
        var (low, high) = (new FlowMaps(new(1, 1, 8, 8)), new FlowMaps(new(1, 1, 8, 8)));
        (low.Values[9], high.Values[9], high.Values[0]) = (5, 11, 40);
        var picture = Draw(Comparison() with { Interval = new(low, high), Other = new("another", new(new(1, 1, 8, 8))) });
        Assert.Equal((PanelGrid.TwoRows.Width, 1630), (picture.Width, picture.Height));
        var panel = PanelGrid.TwoRows.MapPlace(4, low);
        Assert.Equal(FigureColors.Width(1), picture.At(panel, 0.06, 0.06));
        Assert.Equal(FigureColors.Ground, picture.At(panel, 0.94, 0.94));
        Assert.Equal(FigureColors.Width(new FlowScale(40, 8).Position(6)), picture.At(panel, 1.5 / 8, 1.5 / 8));
        Assert.Equal(FigureColors.Ground, picture.At(PanelGrid.TwoRows.MapPlace(3, low), 0.5, 0.5));
    }

    [Fact]
    public void All_fine_flow_of_a_figure_shares_one_scale()
    {
        var (zeros, other) = (new FlowMaps(new(1, 1, 8, 8)), new FlowMaps(new(1, 1, 8, 8)));
        other.Values[0] = 63_000;
        var comparison = Comparison() with { Interval = new(zeros, zeros) };
        var place = PanelGrid.TwoRows.MapPlace(2, zeros);
        Assert.Equal(FigureColors.Flow(1), Draw(comparison).At(place, 0.94, 0.94));
        Assert.NotEqual(FigureColors.Flow(1), Draw(comparison with { Other = new("another", other) }).At(place, 0.94, 0.94));
    }

    [Fact]
    public void What_was_inferred_without_a_coarse_count_is_hatched_and_nothing_else_is()
    {
        var zeros = new FlowMaps(new(1, 1, 8, 8));
        var whole = Comparison() with { Interval = new(zeros, zeros) };
        var mask = new FlowMaps(new(1, 1, 2, 2), [1, 1, 0, 1]);
        var (before, after) = (Draw(whole), Draw(whole with { Mask = mask }));
        for (var panel = 0; panel < 6; panel++)
        {
            var place = PanelGrid.TwoRows.MapPlace(panel, zeros);
            var changed = Enumerable.Range(0, 4).Select(block => Changed(before, after, Quarter(place, block))).ToArray();
            Assert.Equal((0, 0, 0), (changed[0], changed[1], changed[3]));
            Assert.Equal(panel is 0 or 1 or 4, changed[2] > 5000);
        }

        var missing = Quarter(PanelGrid.TwoRows.MapPlace(0, zeros), 2);
        Assert.True(Pixels(missing).Count(pixel => after[pixel.X, pixel.Y] == FigureColors.Missing) > 10_000);
    }

    [Fact]
    public void The_chosen_sample_and_channel_are_drawn()
    {
        var truth = new FlowMaps(new(2, 2, 8, 8));
        truth.Map(1, 0)[0] = 3;
        var stacks = Comparison() with { Coarse = new(new(2, 2, 2, 2)), Truth = truth, Inferred = new(new(2, 2, 8, 8)), Sample = 1 };
        var panel = PanelGrid.OneRow.MapPlace(2, truth);
        Assert.Equal(FigureColors.Flow(1), Draw(stacks).At(panel, 0.06, 0.06));
        Assert.Equal(FigureColors.Ground, Draw(stacks with { Channel = 1 }).At(panel, 0.06, 0.06));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_not_finite_is_refused_with_its_place(float value)
    {
        var comparison = Comparison();
        comparison.Inferred.Values[2 * 8 + 5] = value;
        Refused(comparison, $"inferred map, row 2, column 5: {value}");
    }

    [Fact]
    public void Sizes_that_do_not_belong_together_are_refused()
    {
        Refused(Comparison() with { Inferred = new(new(1, 1, 8, 4)) }, "inferred maps of 8 x 4 cells; expected 8 x 8");
        Refused(Comparison() with { Coarse = new(new(1, 1, 3, 3)) }, "true maps of 8 x 8 cells; expected a multiple of the coarse 3 x 3");
        Refused(Comparison() with { Coarse = new(new(1, 1, 2, 4)) }, "expected a multiple of the coarse 2 x 4");
        Refused(
            Comparison() with { Interval = new(new(new(1, 1, 8, 8)), new(new(1, 1, 4, 4))) },
            "interval's upper maps of 4 x 4 cells; expected 8 x 8");
        Refused(Comparison() with { Mask = new(new(1, 1, 1, 2)) }, "mask of coarse maps of 1 x 2 cells; expected 2 x 2");
        Refused(Comparison() with { Sample = 1 }, "no sample 1, channel 0 in coarse maps [1, 1, 2, 2]");
        Refused(Comparison() with { Channel = -1 }, "no sample 0, channel -1 in coarse maps [1, 1, 2, 2]");
    }

    private static FlowComparison Comparison()
    {
        var fine = Enumerable.Range(0, 64).Select(cell => (float)cell).ToArray();
        return new()
        {
            Title = "A headline for people",
            Subtitle = "Somewhere, sometime",
            Model = "PLGF",
            Unit = "vehicles per cell",
            Coarse = new(new(1, 1, 2, 2), [100, 200, 300, 400]),
            Inferred = new(new(1, 1, 8, 8), [.. fine.Reverse()]),
            Truth = new(new(1, 1, 8, 8), fine),
        };
    }

    /// <summary>One of the four blocks of a map of 2 x 2 coarse cells, without its edges.</summary>
    private static SKRectI Quarter(SKRect place, int block)
    {
        var (width, height) = (place.Width / 2, place.Height / 2);
        var quarter = SKRect.Create(place.Left + block % 2 * width, place.Top + block / 2 * height, width, height);
        quarter.Inflate(-2, -2);
        return SKRectI.Truncate(quarter);
    }

    private static IEnumerable<(int X, int Y)> Pixels(SKRectI place) =>
        from y in Enumerable.Range(place.Top, place.Height)
        from x in Enumerable.Range(place.Left, place.Width)
        select (x, y);

    private static int Changed(Picture before, Picture after, SKRectI place) =>
        Pixels(place).Count(pixel => before[pixel.X, pixel.Y] != after[pixel.X, pixel.Y]);

    private static int Ink(Picture picture, int top, int bottom) => picture.Inked(0, top, picture.Width, bottom, FigureColors.Page);

    private Picture Draw(FlowComparison comparison)
    {
        var path = _folder.File("figure.png");
        FlowComparisonFigure.SavePng(path, comparison);
        return new(path);
    }

    private void Refused(FlowComparison comparison, string problem)
    {
        var path = _folder.File("refused.png");
        var refusal = Assert.Throws<BadInputException>(() => FlowComparisonFigure.SavePng(path, comparison));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
