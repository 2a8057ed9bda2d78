using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Penalties;

/// <summary>
/// Elastic weight consolidation (Kirkpatrick et al., PNAS 2017) in the form with one penalty for all tasks before (Schwarz et al., ICML
/// 2018, with nothing forgotten): lambda / 2 times the sum of F (p - p0)^2, where F adds up the empirical Fisher informations of the tasks
/// and p0 are the weights of the last one.
/// </summary>
internal sealed class EwcStrategy(TaskContext task) : PenaltyStrategy(task)
{
    /// <inheritdoc/>
    protected override double Weight => Task.Options.EwcWeight / 2;

    /// <inheritdoc/>
    protected override void Measure(FlowNetwork network, IReadOnlyDictionary<string, Tensor> importance)
    {
        var train = Task.Train;
        var samples = StepDraws.Distinct(Task.Draws.ForTask(), Math.Min(Task.Options.EwcSamples, train.Samples), train.Samples);
        GradientImportance.AddTo(importance, network, train, samples, batch: 1, Task.Run);
    }
}
