namespace FineFlow.Torch.Training.Schedules;

/// <summary>Another schedule whose learning rate rises step by step, in a straight line, through the first epochs.</summary>
/// <param name="schedule">The schedule.</param>
/// <param name="epochs">Epochs of the rise, at least 1.</param>
internal sealed class WarmUp(ILearningRateSchedule schedule, int epochs) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double RateAt(int epoch, int step, int steps)
    {
        var share = (((double)epoch * steps) + step + 1) / ((double)epochs * steps);
        return schedule.RateAt(epoch, step, steps) * Math.Min(1, share);
    }
}
