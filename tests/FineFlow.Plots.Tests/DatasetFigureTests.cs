using FineFlow.Core.Datasets;

namespace FineFlow.Plots.Tests;

public sealed class DatasetFigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Map_histogram_and_series_are_drawn()
    {
        var picture = Draw(Profile(timed: true));
        Assert.Equal((DatasetFigure.Width, DatasetFigure.Height), (picture.Width, picture.Height));
        Assert.True(picture.Inked(60, 30, 900, 80, FigureColors.Page) > 1000, "headline");
        Assert.True(picture.Inked(950, 280, 1740, 950, FigureColors.Page) > 20_000, "histogram");
        Assert.True(picture.Inked(200, 1160, 1740, 1400, FigureColors.Page) > 2000, "totals");
        Assert.True(picture.Inked(200, 1530, 1740, 1770, FigureColors.Page) > 2000, "zero shares");
    }

    [Fact]
    public void The_hottest_cell_glows_where_it_is()
    {
        var profile = Profile(timed: false);
        var hottest = Array.IndexOf(profile.Mean, profile.Mean.Max());
        var picture = Draw(profile);
        var place = DatasetFigure.MapPlace(profile.Rows, profile.Columns);
        Assert.Equal(FigureColors.Flow(1), picture.At(place, (hottest % 8 + 0.5) / 8, (hottest / 8 + 0.5) / 4));
        Assert.Equal(FigureColors.Ground, picture.At(place, 7.5 / 8, 3.5 / 4));
    }

    [Fact]
    public void A_dataset_without_any_flow_and_one_of_a_single_slot_are_drawn_too()
    {
        Draw(new(1, 1, [0], new([new(0, 0, 4)]), [new("train", [0, 0, 0, 0], [1, 1, 1, 1], null)]));
        Draw(new(1, 1, [5], new([new(0, 0, 0), new(0, 1, 0), new(1, 2, 1)]), [new("test", [5], [0], [1_211_000_400])]));
    }

    [Theory]
    [InlineData(-60_000_000_000)]
    [InlineData(250_000_000_000)]
    public void Times_beyond_an_axis_of_dates_are_drawn_by_number(long second) =>
        Draw(new(1, 1, [1], new([new(0, 0, 0), new(0, 1, 0), new(1, 2, 2)]), [new("train", [1, 1], [0, 0], [second, second + 60])]));

    private static DatasetProfile Profile(bool timed)
    {
        var mean = Enumerable.Range(0, 32).Select(cell => cell == 13 ? 40f : cell == 31 ? 0 : cell % 5).ToArray();
        FlowSeries Series(string name, int first) => new(
            name,
            [.. Enumerable.Range(0, 50).Select(slot => 100.0 + slot % 7)],
            [.. Enumerable.Range(0, 50).Select(slot => 0.5 + slot % 5 / 20.0)],
            timed ? [.. Enumerable.Range(first, 50).Select(slot => 1_211_000_400L + 1800 * slot)] : null);
        return new(4, 8, mean, new([new(0, 0, 900), new(0, 1, 0), new(1, 2, 90), new(2, 5, 10)]), [Series("train", 0), Series("test", 50)]);
    }

    private Picture Draw(DatasetProfile profile)
    {
        var path = _folder.File("dataset.png");
        DatasetFigure.SavePng(path, profile, "A city", "of 32 cells");
        return new(path);
    }
}
