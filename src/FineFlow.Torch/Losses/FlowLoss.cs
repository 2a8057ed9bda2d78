using FineFlow.Core;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>
/// A training loss: a function of a network's output and of the batch with its truth. For a network with several stages it is the sum over
/// the stages, each compared with the truth at its resolution.
/// </summary>
public abstract record FlowLoss
{
    /// <summary>The loss's name in settings and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it needs of an output: a loss only for models that give it.</summary>
    public virtual OutputKind Needs => OutputKind.Maps;

    /// <summary>Returns whether a model gives what the loss needs.</summary>
    public bool Fits(ModelEntry model) => Needs <= model.Gives;

    /// <summary>Computes the loss of a batch, a scalar in the autograd graph.</summary>
    /// <param name="output">The network's output for the batch.</param>
    /// <param name="batch">The batch with its truth.</param>
    /// <param name="scaled">Whether flows are compared in the network's own unit, as some authors do, instead of raw counts.</param>
    /// <exception cref="ArgumentException">The batch has no truth.</exception>
    public virtual Tensor Compute(FlowOutput output, FlowBatch batch, bool scaled = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        return output.Stages
            .Select((stage, index) => scaled || stage.Scale == 1
                ? Compare(stage.Flow, InUnits(TruthOf(stage, output, batch), stage.Scale))
                : Compare(index == output.Stages.Count - 1 ? output.Fine : stage.Flow * stage.Scale, TruthOf(stage, output, batch)))
            .Aggregate((sum, one) => sum + one);
    }

    /// <summary>Computes the mean over all cells of a penalty, a scalar in the autograd graph.</summary>
    /// <param name="prediction">Inferred fine flow [B, C, N*H, N*W].</param>
    /// <param name="truth">True fine flow of the same shape and unit.</param>
    public abstract Tensor Compare(Tensor prediction, Tensor truth);

    /// <summary>Returns the truth at the resolution of a stage, in raw counts: block sums of the fine truth [B, C, s*H, s*W].</summary>
    /// <exception cref="ArgumentException">The batch has no truth.</exception>
    protected static Tensor TruthOf(FlowStage stage, FlowOutput output, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        var truth = batch.Truth ?? throw new ArgumentException("the batch has no truth", nameof(batch));
        var factor = output.Stages[^1].Factor / stage.Factor;
        if (factor == 1)
        {
            return truth;
        }

        var (samples, flows, height, width) = (truth.shape[0], truth.shape[1], truth.shape[2] / factor, truth.shape[3] / factor);
        return truth.reshape(samples, flows, height, factor, width, factor).sum([3, 5]);
    }

    /// <summary>Creates the error for a model that does not give what the loss needs.</summary>
    internal BadInputException Refuse(string model) => new(
        $"loss '{Name}'",
        Needs == OutputKind.Distributions
            ? $"does not fit {model}: it needs a distribution of each block's units, as dmn gives it"
            : $"does not fit {model}: it needs densities and flows at every stage, as urbanpy gives them");

    private static Tensor InUnits(Tensor counts, double scale) => scale == 1 ? counts : counts / scale;
}
