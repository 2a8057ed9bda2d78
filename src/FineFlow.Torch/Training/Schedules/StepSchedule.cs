using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Training.Schedules;

/// <summary>The recipe's own rule: the learning rate is multiplied before certain epochs.</summary>
/// <param name="recipe">The recipe.</param>
internal sealed class StepSchedule(Recipe recipe) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double RateAt(int epoch, int step, int steps) => recipe.LearningRateAt(epoch);
}
