using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Penalties;

/// <summary>How much weights matter to a task: squared gradients of the run's loss, in evaluation mode.</summary>
internal static class GradientImportance
{
    /// <summary>
    /// Adds to each parameter's importance the squared gradients of the batches' mean losses, each divided by the number of all samples.
    /// Batches of one sample give the empirical Fisher information.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="train">The split.</param>
    /// <param name="samples">The samples that are looked at.</param>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="run">The run, for its loss.</param>
    /// <param name="importance">The sums, by the parameters' names. Parameters that the loss does not reach keep theirs.</param>
    public static void AddTo(
        IReadOnlyDictionary<string, Tensor> importance, FlowNetwork network, FlowSplit train, int[] samples, int batch, RunManifest run)
    {
        network.eval();
        List<(Parameter Weights, Tensor Sum)> pairs =
            [.. TrainingOptimizers.Trained(network).Select(pair => (pair.Parameter, importance[pair.Name]))];
        foreach (var part in samples.Chunk(batch))
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            var inputs = FlowBatch.Gather(train, part, network.Device);
            run.Loss.Compute(network.call(inputs), inputs, run.Recipe.ScaledLoss).backward();
            using var noGradients = no_grad();
            foreach (var (weights, sum) in pairs)
            {
                if (weights.grad is { } gradient)
                {
                    sum.add_(gradient.square() / samples.Length);
                }
            }
        }

        network.zero_grad();
    }
}
