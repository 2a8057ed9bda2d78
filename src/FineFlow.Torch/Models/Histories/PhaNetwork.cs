using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Hyperparameters of the pooled historical average: those of every network with a history.</summary>
internal sealed record PhaOptions : HistoryOptions;

/// <summary>Pooled historical average: six simple histories, pooled by block on the validation split, without a network.</summary>
internal sealed class PhaNetwork : HistoryNetwork
{
    /// <param name="options">Hyperparameters.</param>
    public PhaNetwork(PhaOptions options)
        : base("pha", options, HistoryPool.Count) => RegisterComponents();

    /// <summary>Its row in the catalog.</summary>
    public static ModelEntry Entry { get; } = DefineRow<PhaOptions>(
        "pha", o => new PhaNetwork(o), "six histories pooled by block") with
    {
        Onnx = (network, inputs) => HistoryOnnx.Pha((PhaNetwork)network, inputs),
    };

    /// <inheritdoc/>
    internal override HistoryKernel Kernel { get; } = new(Hours: 0.7, OtherKind: 0.3);

    /// <inheritdoc/>
    internal override (IReadOnlyList<Tensor> LogShares, Tensor Expected) Members(PresentSlots present, HistoryShares? shares) =>
        (PooledHistories(present, shares), ByKernel(present, shares).Expected);
}
