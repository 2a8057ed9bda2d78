using FineFlow.Core;

namespace FineFlow.Plots;

/// <summary>Course of a training.</summary>
/// <param name="Title">The figure's headline.</param>
/// <param name="Epochs">The epochs in order.</param>
internal sealed record TrainingCurve(string Title, IReadOnlyList<TrainingEpoch> Epochs)
{
    /// <exception cref="BadInputException">There is no epoch, or a number cannot stand on a logarithmic axis.</exception>
    internal void Validate()
    {
        if (Epochs.Count == 0)
            throw new BadInputException($"figure '{Title}'", "no epochs; expected at least one");
        foreach (var epoch in Epochs)
        {
            if (!IsPositive(epoch.TrainLoss) || !IsPositive(epoch.ValidationMse))
            {
                throw new BadInputException(
                    $"figure '{Title}'",
                    $"epoch {epoch.Epoch}: loss {epoch.TrainLoss}, validation MSE {epoch.ValidationMse}; expected finite numbers above 0");
            }
        }
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);
}

/// <summary>One epoch of a training.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="TrainLoss">Mean training loss, in the loss's own units.</param>
/// <param name="ValidationMse">Mean squared error on the validation split, in squared flow units.</param>
internal sealed record TrainingEpoch(int Epoch, double TrainLoss, double ValidationMse);
