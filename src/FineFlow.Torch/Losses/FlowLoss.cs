using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>A training loss: the mean over all cells of a penalty on prediction and truth, both in raw counts.</summary>
public abstract record FlowLoss
{
    /// <summary>The name that <c>--loss</c> takes.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it needs the outputs of every stage of a pyramid: a loss only for models whose own it is.</summary>
    public virtual bool NeedsStages => false;

    /// <summary>The loss of a batch, a scalar in the graph.</summary>
    /// <param name="prediction">Inferred fine flow [B, C, N*H, N*W], raw counts.</param>
    /// <param name="truth">True fine flow of the same shape.</param>
    public abstract Tensor Compute(Tensor prediction, Tensor truth);
}
