using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Penalties;

/// <summary>
/// UNO's penalty on weights that mattered to the task before (Gao et al., IJCAI 2024, published code), corrected: importance and anchor are
/// those of the best weights of that task, and not of fresh ones.
/// </summary>
internal sealed class ImportanceStrategy(TaskContext task) : PenaltyStrategy(task)
{
    private const int Batch = 16;

    /// <inheritdoc/>
    protected override double Weight => Task.Options.ImportanceWeight;

    /// <inheritdoc/>
    protected override double VarianceWeight => Task.Options.VarianceWeight;

    /// <inheritdoc/>
    protected override void Measure(FlowNetwork network, IReadOnlyDictionary<string, Tensor> importance)
    {
        using var scope = NewDisposeScope();
        foreach (var sum in importance.Values)
        {
            sum.zero_();
        }

        GradientImportance.AddTo(importance, network, Task.Train, [.. Enumerable.Range(0, Task.Train.Samples)], Batch, Task.Run);
    }
}
