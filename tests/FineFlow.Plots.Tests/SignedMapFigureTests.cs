using FineFlow.Core;

namespace FineFlow.Plots.Tests;

public sealed class SignedMapFigureTests : IDisposable
{
    private static readonly SignedMap Map = new()
    {
        Title = "b against a",
        Unit = "trips",
        Values = [-4, 0, 0, 2, 1, 3],
        Columns = 3,
        Below = "b errs less",
        Above = "a errs less",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Below_zero_is_blue_above_orange_and_zero_ground()
    {
        var (picture, place) = (Draw(Map), SignedMapFigure.Place(Map));
        Assert.Equal(FigureColors.Error(-1), picture.At(place, 1 / 6.0, 0.25));
        Assert.Equal(FigureColors.Ground, picture.At(place, 0.5, 0.25));
        var above = picture.At(place, 5 / 6.0, 0.75);
        Assert.True(above.Red > 2 * above.Blue, $"above zero: {above}");
    }

    [Fact]
    public void The_shares_count_the_cells_of_each_sign() => Assert.Equal((1 / 6.0, 3 / 6.0), (Map.ShareBelow, Map.ShareAbove));

    [Fact]
    public void Both_legends_are_there_in_their_colours()
    {
        var (picture, bottom) = (Draw(Map), (int)SignedMapFigure.Place(Map).Bottom);
        Assert.Equal(FigureColors.Error(-1), picture[70, bottom + 142]);
        Assert.Equal(FigureColors.Error(1), picture[70, bottom + 182]);
        Assert.True(picture.Inked(100, bottom + 125, picture.Width, bottom + 160, FigureColors.Page) > 500);
        Assert.True(picture.Inked(100, bottom + 165, picture.Width, bottom + 200, FigureColors.Page) > 500);
    }

    [Fact]
    public void Long_names_stay_inside_the_picture()
    {
        var endless = string.Concat(Enumerable.Repeat("a very long name ", 20));
        var picture = Draw(Map with { Title = endless, Subtitle = endless, Unit = endless, Below = endless, Above = endless });
        Assert.Equal(0, picture.Inked(picture.Width - 58, 0, picture.Width, picture.Height, FigureColors.Page));
    }

    [Fact]
    public void A_map_without_any_difference_is_nothing_but_ground()
    {
        var equal = Map with { Values = new float[6] };
        Assert.Equal(FigureColors.Ground, Draw(equal).At(SignedMapFigure.Place(equal), 0.9, 0.9));
    }

    [Fact]
    public void What_is_no_map_is_refused()
    {
        Assert.Throws<BadInputException>(() => SignedMapFigure.Png(Map with { Columns = 4 }));
        Assert.Throws<BadInputException>(() => SignedMapFigure.Png(Map with { Values = [] }));
        var refusal = Assert.Throws<BadInputException>(() => SignedMapFigure.Png(Map with { Values = [0, 0, 0, 0, float.NaN, 0] }));
        Assert.Contains("row 1, column 1: NaN", refusal.Message, StringComparison.Ordinal);
    }

    private Picture Draw(SignedMap map)
    {
        var path = _folder.File("map.png");
        SignedMapFigure.SavePng(path, map);
        Assert.Equal(File.ReadAllBytes(path), SignedMapFigure.Png(map));
        return new(path);
    }
}
