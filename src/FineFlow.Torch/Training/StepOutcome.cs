namespace FineFlow.Torch.Training;

/// <summary>Loss and times of a step or micro-step.</summary>
/// <param name="Loss">
/// The samples' loss before the step, weighted by their share of it; 0 where it is read later (<see cref="StepLosses"/>).
/// </param>
/// <param name="Forward">Gathering the batch, forward pass and loss.</param>
/// <param name="Backward">Gradients.</param>
/// <param name="Update">
/// Clearing the old gradients, rounding weights to bfloat16, the optimizer, and the average of the weights; zero where the loss is not
/// finite.
/// </param>
internal readonly record struct StepOutcome(double Loss, TimeSpan Forward, TimeSpan Backward, TimeSpan Update)
{
    /// <summary>Returns the sum of two outcomes.</summary>
    public StepOutcome Plus(StepOutcome other) =>
        new(Loss + other.Loss, Forward + other.Forward, Backward + other.Backward, Update + other.Update);
}
