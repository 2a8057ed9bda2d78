using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>Ends a training after so many epochs without a better validation error.</summary>
/// <param name="patience">The number of epochs.</param>
internal sealed class EarlyStopping(int patience) : TrainingCallback
{
    /// <inheritdoc/>
    public override bool EndsTraining(TrainingState state) =>
        state.Position.Best is { } best && state.Position.Epoch - best.Epoch >= patience;
}
