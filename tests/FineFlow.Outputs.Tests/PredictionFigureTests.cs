using FineFlow.Core;
using FineFlow.Plots;
using FineFlow.Plots.Tests;

namespace FineFlow.Outputs.Tests;

public sealed class PredictionFigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_channel_is_a_panel_on_one_scale_with_a_colour_bar()
    {
        var prediction = SmallPrediction.Create();
        var picture = Draw(prediction);
        Assert.Equal((2 * 60 + 2 * 900 + 40, 234 + 450 + 140), (picture.Width, picture.Height));
        Assert.Equal(FigureColors.Flow(1), picture.At(PredictionFigure.MapPlace(1, prediction.Fine), 7 / 8.0, 0.75));
        Assert.NotEqual(FigureColors.Flow(1), picture.At(PredictionFigure.MapPlace(0, prediction.Fine), 7 / 8.0, 0.75));
        Assert.True(picture.Inked(60, 712, 1900, 730, FigureColors.Page) > 30_000, "colour bar");
        Assert.True(picture.Inked(60, 735, 1900, 800, FigureColors.Page) > 500, "ticks and unit");
    }

    [Fact]
    public void One_slot_is_drawn_or_the_mean_of_all()
    {
        var fine = new FlowMaps(new(2, 1, 1, 2), [8, 0, 0, 4]);
        var place = PredictionFigure.MapPlace(0, fine);
        var prediction = new Prediction { Fine = fine, Model = "plgf" };
        var (first, mean) = (Draw(prediction with { Slot = 0 }), Draw(prediction));
        Assert.Equal((FigureColors.Flow(1), FigureColors.Ground), (first.At(place, 0.25, 0.5), first.At(place, 0.75, 0.5)));
        Assert.Equal(FigureColors.Flow(1), mean.At(place, 0.25, 0.5));
        Assert.NotEqual(FigureColors.Ground, mean.At(place, 0.75, 0.5));
    }

    [Fact]
    public void Whole_counts_are_what_is_drawn_where_they_are_given()
    {
        var fine = new FlowMaps(new(1, 1, 1, 2), [8, 8]);
        var picture = Draw(new Prediction { Fine = fine, Model = "plgf", Whole = [8, 0] });
        Assert.Equal(FigureColors.Ground, picture.At(PredictionFigure.MapPlace(0, fine), 0.75, 0.5));
    }

    [Fact]
    public void A_slot_that_is_not_there_and_values_that_are_not_finite_are_refused()
    {
        var path = _folder.File("fine.png");
        Assert.Throws<BadInputException>(() => OutputFormats.FromPath(path).Write(path, SmallPrediction.Create() with { Slot = 3 }));
        var broken = new Prediction { Fine = new FlowMaps(new(1, 1, 1, 1), [float.NaN]), Model = "plgf" };
        Assert.Throws<BadInputException>(() => OutputFormats.FromPath(path).Write(path, broken));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private Picture Draw(Prediction prediction)
    {
        var path = _folder.File("fine.png");
        OutputFormats.FromPath(path).Write(path, prediction);
        return new(path);
    }
}
