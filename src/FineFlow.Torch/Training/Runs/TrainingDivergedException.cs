namespace FineFlow.Torch.Training.Runs;

/// <summary>A loss or a weight is no longer finite. The states written before are untouched.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message)
{
    /// <summary>Returns the failure of an epoch.</summary>
    /// <param name="position">Position of the training.</param>
    /// <param name="problem">The value that is not finite.</param>
    internal static TrainingDivergedException At(TrainingPosition position, string problem) => new(
        Invariant($"training diverged in epoch {position.Epoch + 1}: {problem}; ")
            + "a lower learning rate may help. The last saved state is kept.");
}
