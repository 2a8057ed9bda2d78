using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// The external branch of FODE and UrbanODE: UrbanFM's coarse and fine map of the external factors, each transformed by ODE blocks along
/// its rows. Registered at the network's top level, as in published weights.
/// </summary>
internal sealed class ExternalOdes
{
    private const string CoarseOde = "ode_blocks1";
    private const string FineOde = "ode_blocks2";

    private readonly int _height;
    private readonly int _width;
    private readonly ExternalEmbedding? _embedding;
    private readonly Sequential? _toCoarse;
    private readonly Sequential? _toFine;
    private readonly Sequential _coarseOde;
    private readonly Sequential _fineOde;

    /// <param name="owner">The network.</param>
    /// <param name="options">Its hyperparameters. The published classes create the ODE blocks even without external factors.</param>
    /// <param name="coarseBlocks">ODE blocks for the coarse map.</param>
    /// <param name="fineBlocks">ODE blocks for the fine map.</param>
    public ExternalOdes(nn.Module owner, OdeNetworkOptions options, int coarseBlocks, int fineBlocks)
    {
        (_height, _width) = (options.Height, options.Width);
        if (options.UseExt)
        {
            _embedding = new ExternalEmbedding(owner);
            _toCoarse = ExternalEmbedding.ToMap(options.ExtHidden, _height * _width, options.ExtDropout);
            _toFine = SubPixelUpsampling.Of(1, options.Stages);
            owner.register_module("ext2lr", _toCoarse);
            owner.register_module("ext2hr", _toFine);
        }

        _coarseOde = Odes(coarseBlocks, _width);
        _fineOde = Odes(fineBlocks, options.ScaleFactor * _width);
        owner.register_module(CoarseOde, _coarseOde);
        owner.register_module(FineOde, _fineOde);
    }

    /// <summary>Prefixes of the names of parameters that a network without external factors does not use.</summary>
    public static IReadOnlyList<string> UnusedWithoutExternals { get; } = [Invariant($"{CoarseOde}."), Invariant($"{FineOde}.")];

    /// <summary>
    /// Computes the maps of external factors [B, 7]: coarse [B, 1, H, W], fine [B, 1, N*H, N*W], and the ODE's part of the fine map.
    /// </summary>
    public (Tensor Coarse, Tensor Fine, Tensor Evolved) Draw(Tensor? external)
    {
        ArgumentNullException.ThrowIfNull(external);
        var drawn = _toCoarse!.call(_embedding!.Embed(external)).reshape(-1, 1, _height, _width);
        var coarse = drawn + _coarseOde.call(drawn);
        var fine = _toFine!.call(coarse);
        var evolved = _fineOde.call(fine);
        return (coarse, fine + evolved, evolved);
    }

    private static Sequential Odes(int blocks, int width) =>
        nn.Sequential(Enumerable.Range(0, blocks).Select(_ => new OdeBlock(new RowDerivative(width))));
}
