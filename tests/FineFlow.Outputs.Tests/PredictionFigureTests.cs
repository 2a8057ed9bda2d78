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
        Assert.Equal(FigureColors.Flow(1), picture.At(PredictionFigure.MapPlace(1, prediction), 7 / 8.0, 0.75));
        Assert.NotEqual(FigureColors.Flow(1), picture.At(PredictionFigure.MapPlace(0, prediction), 7 / 8.0, 0.75));
        Assert.True(picture.Inked(60, 712, 1900, 730, FigureColors.Page) > 30_000, "colour bar");
        Assert.True(picture.Inked(60, 735, 1900, 800, FigureColors.Page) > 500, "ticks and unit");
    }

    [Fact]
    public void One_slot_is_drawn_or_the_mean_of_all()
    {
        var fine = new FlowMaps(new(2, 1, 1, 2), [8, 0, 0, 4]);
        var prediction = new Prediction { Fine = fine, Model = "plgf" };
        var place = PredictionFigure.MapPlace(0, prediction);
        var (first, mean) = (Draw(prediction with { Slot = 0 }), Draw(prediction));
        Assert.Equal((FigureColors.Flow(1), FigureColors.Ground), (first.At(place, 0.25, 0.5), first.At(place, 0.75, 0.5)));
        Assert.Equal(FigureColors.Flow(1), mean.At(place, 0.25, 0.5));
        Assert.NotEqual(FigureColors.Ground, mean.At(place, 0.75, 0.5));
    }

    [Fact]
    public void Whole_counts_are_what_is_drawn_where_they_are_given()
    {
        var fine = new FlowMaps(new(1, 1, 1, 2), [8, 8]);
        var prediction = new Prediction { Fine = fine, Model = "plgf", Whole = [8, 0] };
        Assert.Equal(FigureColors.Ground, Draw(prediction).At(PredictionFigure.MapPlace(0, prediction), 0.75, 0.5));
    }

    [Fact]
    public void Cells_have_their_proportions_on_the_ground()
    {
        // 2 degrees of longitude at 37.5 degrees north are 1.59 of latitude.
        var degrees = PredictionFigure.MapPlace(0, SmallPrediction.Create(SmallPrediction.Degrees));
        Assert.Equal(1.592, degrees.Width / degrees.Height, 0.002);
        var metres = PredictionFigure.MapPlace(0, SmallPrediction.Create(SmallPrediction.Metres));
        Assert.Equal((900f, 450f), (metres.Width, metres.Height));
        var line = new Prediction { Fine = new FlowMaps(new(1, 1, 5_000, 1)), Model = "plgf" };
        Assert.Equal((60f, 900f), (PredictionFigure.MapPlace(0, line).Width, PredictionFigure.MapPlace(0, line).Height));
    }

    [Theory]
    [InlineData(1, 60, "Sat 17 May 2008, 05:30 to 06:30, local time")]
    [InlineData(null, 60, "mean of 3 slots, Sat 17 May 2008, 05:00 to Sun 18 May 2008, 00:30, local time")]
    [InlineData(2, null, "Sat 17 May 2008, 23:30 to Sun 18 May 2008, 00:00, local time")]
    public void Slots_are_named_by_the_local_clock(int? slot, int? minutes, string text)
    {
        var prediction = SmallPrediction.Create() with
        {
            Time = [1_211_000_400, 1_211_002_200, 1_211_067_000],
            Slot = slot,
            Manifest = new() { SlotMinutes = minutes },
        };
        Assert.Equal(text, PredictionFigure.Slots(prediction));
        Assert.Equal(slot is null ? "mean of 3 slots" : $"slot {slot}", PredictionFigure.Slots(prediction with { Time = null }));
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
