using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Schedules;

namespace FineFlow.Torch.Tests.Training.Schedules;

public class ScheduleTests
{
    private const int Steps = 10;

    [Fact]
    public void The_steps_of_a_recipe_hold_through_an_epoch()
    {
        var schedule = LearningRateSchedules.Create(Recipe.Common);
        foreach (var epoch in new[] { 0, 7, 8, 30 })
        {
            Assert.All(Enumerable.Range(0, Steps), step => Assert.Equal(
                Recipe.Common.LearningRateAt(epoch), schedule.RateAt(epoch, step, Steps)));
        }
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(2, 0, 0.5)]
    [InlineData(1, 0, 0.853553)]
    [InlineData(3, 5, 0.038060)]
    public void A_cosine_falls_from_the_initial_rate_to_nearly_nothing(int epoch, int step, double share)
    {
        var schedule = LearningRateSchedules.Create(Recipe.Common with
        {
            ScheduleKind = ScheduleKind.Cosine,
            Epochs = 4,
            LearningRate = 2
        });
        Assert.Equal(2 * share, schedule.RateAt(epoch, step, Steps), tolerance: 1e-5);
    }

    [Theory]
    [InlineData(ScheduleKind.Steps)]
    [InlineData(ScheduleKind.Cosine)]
    public void Warm_up_rises_in_a_line_to_the_whole_rate(ScheduleKind kind)
    {
        var schedule = LearningRateSchedules.Create(Recipe.Common with { ScheduleKind = kind, Epochs = 4, LearningRate = 1, WarmUp = 2 });
        Assert.Equal(0.05, schedule.RateAt(0, 0, Steps), tolerance: 1e-12);
        Assert.Equal(0.55, schedule.RateAt(1, 0, Steps), tolerance: 1e-12);
        Assert.Equal(1, schedule.RateAt(1, Steps - 1, Steps), tolerance: 1e-12);
        Assert.Equal(1, schedule.RateAt(2, 0, Steps), tolerance: 1e-12);
    }
}
