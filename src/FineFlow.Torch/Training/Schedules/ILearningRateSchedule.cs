namespace FineFlow.Torch.Training.Schedules;

/// <summary>The learning rate of each step of a training. It is a function of the step's place, so it leaves no state to save.</summary>
internal interface ILearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="step">The step in the epoch, counted from 0.</param>
    /// <param name="steps">Steps of an epoch.</param>
    double RateAt(int epoch, int step, int steps);
}
