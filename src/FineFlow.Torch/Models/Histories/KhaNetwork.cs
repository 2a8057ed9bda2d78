using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Hyperparameters of the kernel historical average: those of every network with a history.</summary>
internal sealed record KhaOptions : HistoryOptions;

/// <summary>
/// Kernel historical average: the shares of past slots at like times (docs/models/dmn.md, "Kernel history"). The kernel is chosen on the
/// validation split.
/// </summary>
internal sealed class KhaNetwork : HistoryNetwork
{
    [ComponentName(Name = "kernel")]
    private readonly Tensor _kernel = KernelBuffer.Create();

    /// <param name="options">Hyperparameters.</param>
    public KhaNetwork(KhaOptions options)
        : base("kha", options, members: 1) => RegisterComponents();

    /// <summary>Its row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<KhaOptions>(
        "kha", o => new KhaNetwork(o),
        "kernel historical average of the share",
        "FineFlow (docs/models/dmn.md)",
        "dirichlet",
        gives: OutputKind.Distributions) with
    {
        IsPublished = false,
        RealValuedLoss = "multinomial",
        DefaultRecipe = Recipe.ReferenceName,
    };

    /// <inheritdoc/>
    internal override HistoryKernel Kernel => KernelBuffer.Read(_kernel);

    /// <inheritdoc/>
    public override void Fit(FlowSplit train, FlowSplit valid)
    {
        base.Fit(train, valid);
        KernelBuffer.Write(_kernel, KernelChoice.On(this, valid));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Tensor> Members(PresentSlots present, HistoryShares? shares) =>
        [shares?.By(Kernel).log() ?? HistoryPool.Even(present.Coarse, CellsOfBlock)[0]];
}
