namespace FineFlow.Torch.Training.Runs;

/// <summary>Where a training is after a step.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">Epochs at most.</param>
/// <param name="Step">The step in the epoch, counted from 1.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Samples">Samples of the training split.</param>
/// <param name="Loss">The batch's loss.</param>
/// <param name="SamplesPerSecond">Training samples a second in this epoch so far.</param>
public sealed record StepReport(int Epoch, int Epochs, int Step, int Steps, int Samples, double Loss, double SamplesPerSecond)
    : TrainingProgress
{
    /// <summary>Seconds until the last epoch's end at this rate, if nothing stops it early; validation not counted.</summary>
    public double SecondsLeft => (Epochs - Epoch + (1 - (double)Step / Steps)) * Samples / SamplesPerSecond;
}
