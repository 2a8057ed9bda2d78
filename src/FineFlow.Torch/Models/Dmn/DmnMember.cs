using FineFlow.Core.Distributions;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>
/// One network of DMN (docs/models/dmn.md, "The network"). All convolutions run at the coarse resolution. It corrects the shares of the
/// kernel history, and begins as that history.
/// </summary>
internal sealed class DmnMember : nn.Module
{
    private const double StartConcentration = 4;

    /// <summary>Added to a block's expected count before it is scaled, so that no block stays at 0.</summary>
    internal const float LeastCount = 1e-3f;

    private readonly int _cells;
    [ComponentName(Name = "context")]
    private readonly DmnContext _context;
    [ComponentName(Name = "place")]
    private readonly Parameter _place;
    [ComponentName(Name = "head")]
    private readonly Conv2dSame _head;
    [ComponentName(Name = "blocks")]
    private readonly ModuleList<DmnBlock> _blocks;
    [ComponentName(Name = "norm")]
    private readonly GroupNormGelu _norm;
    [ComponentName(Name = "tail")]
    private readonly Conv2dSame _tail;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    [ComponentName(Name = "sureness")]
    private readonly Parameter _sureness;

    public DmnMember(DmnOptions options)
        : base(nameof(DmnMember))
    {
        _cells = options.ScaleFactor * options.ScaleFactor;
        var (flows, rows, columns) = (options.InChannels, options.Height, options.Width);
        _context = new DmnContext(options.ContextChannels);
        _place = new Parameter(randn(options.PlaceChannels, rows, columns).mul_(0.1));
        _head = new Conv2dSame((4 * flows) + options.PlaceChannels, options.Channels, 3);
        _blocks = [.. Enumerable.Range(0, options.Blocks).Select(_ => new DmnBlock(options))];
        _norm = new GroupNormGelu(options.Channels);
        _tail = new Conv2dSame(options.Channels, flows * (_cells + 3), 1);
        NearZero.Start(_tail);
        _bias = new Parameter(zeros(flows, _cells, rows, columns));
        _sureness = new Parameter(full([flows, rows, columns], (float)Math.Log(StartConcentration)));
        RegisterComponents();
    }

    /// <summary>Infers the distribution of a batch.</summary>
    /// <param name="present">The batch's slots.</param>
    /// <param name="seen">1 where the network may see the coarse count, [B, C, H, W].</param>
    /// <param name="logPrior">Logarithms of the kernel history's shares [B, C, n, H, W].</param>
    /// <param name="expected">Coarse counts that the kernel history expects [B, C, H, W].</param>
    /// <param name="lost">Blocks without a history; null: none.</param>
    /// <returns>Log-shares [B, C, n, H, W], concentration and expected coarse counts [B, C, H, W].</returns>
    public (Tensor LogShares, Tensor Concentration, Tensor Expected) Infer(
        PresentSlots present, Tensor seen, Tensor logPrior, Tensor expected, LostHistories? lost = null)
    {
        using var scope = NewDisposeScope();
        var (batch, flows, rows, columns) = (seen.shape[0], seen.shape[1], seen.shape[2], seen.shape[3]);
        var context = _context.call(present);
        var (bias, sureness) = (lost?.InPlaceOf(_bias) ?? _bias, lost?.InPlaceOf(_sureness) ?? _sureness);
        var features = _head.call(ChannelsLast.Of(Inputs(present, seen, expected, lost?.InPlaceOf(_place) ?? _place.unsqueeze(0))));
        foreach (var block in _blocks)
        {
            features = block.call(features, context);
        }

        var outputs = _tail.call(_norm.call(features)).contiguous().reshape(batch, flows, _cells + 3, rows, columns);
        var sharpening = outputs[.., .., _cells].unsqueeze(2);
        var logShares = nn.functional.log_softmax(
            outputs.narrow(2, 0, _cells) + bias + ((1 + sharpening) * logPrior), 2);
        var concentration = (sureness + outputs[.., .., _cells + 1])
            .clamp(ConcentrationFit.SmallestLog, ConcentrationFit.LargestLog).exp();
        var mean = (expected + LeastCount) * outputs[.., .., _cells + 2].exp();
        return (scope.MoveToOuter(logShares), scope.MoveToOuter(concentration), scope.MoveToOuter(mean));
    }

    /// <summary>Gives the blocks that are left out the mean of what was learned of the others.</summary>
    public void FillLeftOut(LostHistories lost)
    {
        foreach (var learned in new[] { _place, _bias, _sureness })
        {
            using var filled = lost.InPlaceOf(learned);
            learned.copy_(filled[0]);
        }
    }

    /// <summary>Expected and present counts in logarithms, their difference, what is seen, and the map of the place.</summary>
    private static Tensor Inputs(PresentSlots present, Tensor seen, Tensor expected, Tensor placeMaps)
    {
        var (usual, now) = (expected.log1p(), present.Coarse.log1p() * seen);
        var place = placeMaps.expand(seen.shape[0], -1, -1, -1);
        return cat([usual, now, (now - usual) * seen, seen, place], 1);
    }
}
