using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Training.Schedules;

/// <summary>Makes the schedule that a recipe asks for.</summary>
internal static class LearningRateSchedules
{
    /// <summary>Returns the schedule of a recipe.</summary>
    public static ILearningRateSchedule Create(Recipe recipe)
    {
        ILearningRateSchedule schedule = recipe.ScheduleKind == ScheduleKind.Cosine
            ? new CosineSchedule(recipe.LearningRate, recipe.WarmUp, recipe.Epochs)
            : new StepSchedule(recipe);
        return recipe.WarmUp > 0 ? new WarmUp(schedule, recipe.WarmUp) : schedule;
    }
}
