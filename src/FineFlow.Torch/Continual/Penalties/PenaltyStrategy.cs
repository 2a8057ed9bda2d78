using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Strategies;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Penalties;

/// <summary>
/// Holds weights near those of the task before, the more the more these mattered to it. Derived classes say how much; what is kept of a
/// task is one number for each weight beside the weight itself, no data.
/// </summary>
internal abstract class PenaltyStrategy(TaskContext task) : TaskStrategy(task)
{
    private const string AnchorName = "anchor.", ImportanceName = "importance.";

    private Dictionary<string, Tensor> _memory = [];

    /// <summary>Factor of the penalty in the loss.</summary>
    protected abstract double Weight { get; }

    /// <summary>Factor of the variances' part of the penalty.</summary>
    protected virtual double VarianceWeight => 0;

    /// <inheritdoc/>
    public override Tensor Loss(FlowBatch batch, StepLoss loss)
    {
        var ordinary = loss.Of(batch);
        if (Task.IsFirst || Weight == 0)
        {
            return ordinary;
        }

        var penalties = TrainingOptimizers.Trained(State!.Network).Select(pair =>
            WeightPenalty.Of(pair.Parameter, _memory[AnchorName + pair.Name], _memory[ImportanceName + pair.Name], VarianceWeight));
        return ordinary + stack(penalties).sum() * Weight;
    }

    /// <summary>Takes the weights of this task for the next one's anchor, and adds or sets their importance.</summary>
    public override void Finish(FlowNetwork network)
    {
        foreach (var (name, parameter) in TrainingOptimizers.Trained(network))
        {
            using var noGradients = no_grad();
            _memory[AnchorName + name].copy_(parameter);
        }

        Measure(network, _memory.Where(pair => pair.Key.StartsWith(ImportanceName, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[ImportanceName.Length..], pair => pair.Value));
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, Tensor> CreateMemory(FlowNetwork network)
    {
        using var noGradients = no_grad();
        _memory = TrainingOptimizers.Trained(network)
            .SelectMany(pair => new[] { AnchorName, ImportanceName }, (pair, kind) => (Name: kind + pair.Name, pair.Parameter))
            .ToDictionary(pair => pair.Name, pair => zeros_like(pair.Parameter));
        return _memory;
    }

    /// <summary>Measures how much the weights matter to this task.</summary>
    /// <param name="network">The network with the best weights of this task.</param>
    /// <param name="importance">The importance for the tasks before, by the parameters' names; the new one is written into it.</param>
    protected abstract void Measure(FlowNetwork network, IReadOnlyDictionary<string, Tensor> importance);
}
