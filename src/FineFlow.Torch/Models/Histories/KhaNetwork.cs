using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Hyperparameters of the kernel historical average: those of every network with a history.</summary>
internal sealed record KhaOptions : HistoryOptions;

/// <summary>
/// Kernel historical average: the shares of past slots at like times (docs/models/dmn.md, "Kernel history"). The kernel is chosen on the
/// validation split.
/// </summary>
internal sealed class KhaNetwork : KernelHistoryNetwork
{
    /// <param name="options">Hyperparameters.</param>
    public KhaNetwork(KhaOptions options)
        : base("kha", options, members: 1) => RegisterComponents();

    /// <summary>Its row in the catalog.</summary>
    public static ModelEntry Entry { get; } = DefineRow<KhaOptions>(
        "kha", o => new KhaNetwork(o), "kernel historical average of the share") with
    {
        Onnx = (network, inputs) => HistoryOnnx.Kha((KhaNetwork)network, inputs),
    };

    /// <inheritdoc/>
    internal override (IReadOnlyList<Tensor> LogShares, Tensor Expected) Members(PresentSlots present, HistoryShares? shares)
    {
        var (logShares, expected) = ByKernel(present, shares);
        return ([logShares], expected);
    }
}
