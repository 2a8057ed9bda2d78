using FineFlow.Core.Settings;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Training;

public class RecipeTests
{
    /// <summary>UNO: halved before epochs 0, 20 and 40, times 0.8 before every epoch from 50 on.</summary>
    private static readonly Recipe LikeUno = new()
    {
        Name = "uno",
        LearningRate = 2e-4,
        Schedule = [new(First: 0, Every: 20, Factor: 0.5, Last: 40), new(First: 50, Every: 1, Factor: 0.8)],
    };

    /// <summary>UrbanFM: halved after epochs 20, 40, 60 and 80, counted from 0.</summary>
    private static readonly Recipe LikeUrbanFm = new()
    {
        Name = "urbanfm",
        LearningRate = 1e-4,
        Schedule = [new(First: 21, Every: 20, Factor: 0.5)],
        ResetsMoments = true,
    };

    [Theory]
    [InlineData(0, 3e-4)]
    [InlineData(7, 3e-4)]
    [InlineData(8, 1.5e-4)]
    [InlineData(15, 1.5e-4)]
    [InlineData(16, 7.5e-5)]
    [InlineData(99, 3e-4 / 4096)]
    public void The_common_rate_is_halved_every_8_epochs(int epoch, double rate) =>
        Assert.Equal(rate, Recipe.Common.LearningRateAt(epoch), tolerance: 1e-15);

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(19, 1e-4)]
    [InlineData(20, 5e-5)]
    [InlineData(39, 5e-5)]
    [InlineData(40, 2.5e-5)]
    [InlineData(49, 2.5e-5)]
    [InlineData(50, 2e-5)]
    [InlineData(51, 1.6e-5)]
    [InlineData(59, 2.68435456e-6)]
    public void Two_steps_fall_one_after_the_other(int epoch, double rate) =>
        Assert.Equal(rate, LikeUno.LearningRateAt(epoch), tolerance: 1e-15);

    [Theory]
    [InlineData(20, 1e-4)]
    [InlineData(21, 5e-5)]
    [InlineData(41, 2.5e-5)]
    [InlineData(61, 1.25e-5)]
    [InlineData(81, 6.25e-6)]
    [InlineData(100, 6.25e-6)]
    public void A_step_may_begin_late(int epoch, double rate) => Assert.Equal(rate, LikeUrbanFm.LearningRateAt(epoch), tolerance: 1e-15);

    [Fact]
    public void Without_a_schedule_the_rate_stays() => Assert.Equal(3e-4, (Recipe.Common with { Schedule = [] }).LearningRateAt(1000));

    [Theory]
    [InlineData(20, 8, false, 3)]
    [InlineData(20, 8, true, 2)]
    [InlineData(24, 8, true, 3)]
    [InlineData(5, 8, false, 1)]
    [InlineData(5, 8, true, 1)]
    [InlineData(8, 8, true, 1)]
    public void Steps_of_an_epoch_are_counted_with_or_without_the_short_batch(int samples, int batch, bool drops, int steps) =>
        Assert.Equal(steps, (Recipe.Common with { BatchSize = batch, DropsLastBatch = drops }).StepsOf(samples));

    [Fact]
    public void What_cannot_train_is_refused_by_name()
    {
        AssertRefused(Recipe.Common with { Epochs = 0 }, "setting 'epochs': is 0");
        AssertRefused(Recipe.Common with { BatchSize = 0 }, "setting 'batch_size': is 0");
        AssertRefused(Recipe.Common with { LearningRate = 0 }, "setting 'learning_rate': is 0");
        AssertRefused(Recipe.Common with { LearningRate = double.NaN }, "setting 'learning_rate': is \"NaN\"");
        AssertRefused(Recipe.Common with { LearningRate = double.PositiveInfinity }, "setting 'learning_rate': is \"Infinity\"");
        AssertRefused(Recipe.Common with { Beta1 = 1 }, "setting 'beta1': is 1");
        AssertRefused(Recipe.Common with { Beta2 = -0.1 }, "setting 'beta2': is -0.1");
        AssertRefused(Recipe.Common with { Patience = 0 }, "setting 'patience': is 0");
        AssertRefused(Recipe.Common with { Schedule = [new(8, 0, 0.5)] }, "setting 'schedule': is [{\"first\":8,\"every\":0");
        AssertRefused(Recipe.Common with { Schedule = [new(8, 8, 0)] }, "setting 'schedule'");
        AssertRefused(Recipe.Common with { Schedule = [new(8, 8, double.NaN)] }, "setting 'schedule'");
    }

    private static void AssertRefused(Recipe recipe, string message) =>
        Assert.StartsWith(message, Refused.By(() => SettingsBinder.Validate(recipe)), StringComparison.Ordinal);
}
