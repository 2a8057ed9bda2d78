using FineFlow.Core;

namespace FineFlow.Plots.Tests;

public sealed class TrainingCurveFigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_curves_are_drawn_with_their_titles_and_axes()
    {
        var picture = Draw(new("PLGF", [new(1, 2, 60), new(2, 1, 30), new(3, 0.5, 33)]));
        Assert.Equal((TrainingCurveFigure.Width, TrainingCurveFigure.Height), (picture.Width, picture.Height));
        foreach (var left in new[] { 0, 800 })
        {
            Assert.True(picture.Inked(left, 110, left + 800, 165, FigureColors.Page) > 1000, "title");
            Assert.True(picture.Inked(left, 625, left + 800, 700, FigureColors.Page) > 300, "epochs");
            Assert.True(picture.Inked(left + 100, 170, left + 760, 600, FigureColors.Page) > 3000, "curve");
        }
    }

    [Fact]
    public void A_single_epoch_is_a_curve_too() => Assert.Equal(TrainingCurveFigure.Width, Draw(new("PLGF", [new(1, 2, 60)])).Width);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    [InlineData(double.NaN, 5)]
    [InlineData(5, double.PositiveInfinity)]
    public void What_a_logarithm_cannot_show_is_refused_with_its_epoch(double loss, double mse)
    {
        var refusal = Assert.Throws<BadInputException>(() => Draw(new("PLGF", [new(1, 1, 1), new(2, loss, mse)])));
        Assert.Contains("epoch 2", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void No_epochs_are_refused() => Assert.Throws<BadInputException>(() => Draw(new("PLGF", [])));

    private Picture Draw(TrainingCurve curve)
    {
        var path = _folder.File("curve.png");
        TrainingCurveFigure.SavePng(path, curve);
        return new(path);
    }
}
