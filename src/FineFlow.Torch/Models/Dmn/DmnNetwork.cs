using FineFlow.Core.Datasets;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>
/// DMN, FineFlow's own model (docs/models/dmn.md): a small network, or an ensemble of them, corrects the shares of a kernel history and
/// says how sure it is; after training, its shares and six simple histories are pooled by block.
/// </summary>
internal sealed class DmnNetwork : KernelHistoryNetwork
{
    private const string FinishedName = "finished";

    private readonly DmnOptions _options;
    [ComponentName(Name = "members")]
    private readonly ModuleList<DmnMember> _members;
    [ComponentName(Name = FinishedName)]
    private readonly Tensor _finished = zeros(1, ScalarType.Int64);
    private int _gapDays;

    /// <param name="options">Hyperparameters.</param>
    public DmnNetwork(DmnOptions options)
        : base("dmn", options, HistoryPool.Count + 1)
    {
        _options = options;
        _members = [.. Enumerable.Range(0, options.Members).Select(_ => new DmnMember(options))];
        RegisterComponents();
    }

    /// <summary>Its row in the catalog.</summary>
    public static ModelEntry Entry { get; } = DefineRow<DmnOptions>(
        "dmn", o => new DmnNetwork(o), "Dirichlet-multinomial network over pooled histories", Recipe.Common with
        {
            Optimizer = OptimizerKind.AdamW,
            LearningRate = 2e-3,
            WeightDecay = 0.02,
            ScheduleKind = ScheduleKind.Cosine,
            WarmUp = 2,
            Epochs = 40,
            Ema = 0.98,
            Patience = 16,
        },
        parameters: 368_915,
        multiplyAdds: 310_350_848) with
    {
        ReferenceCells = 24_000_000, // four minutes on two cores
        Onnx = (network, inputs) => DmnOnnx.Refine((DmnNetwork)network, inputs),
    };

    /// <summary>Whether its shares are pooled with the histories' outside of training.</summary>
    internal bool IsFinished => _finished.cpu().item<long>() > 0;

    /// <inheritdoc/>
    internal override bool IsFitted(string tensor) => tensor == FinishedName || base.IsFitted(tensor);

    /// <inheritdoc/>
    public override void Fit(FlowSplit train, FlowSplit valid)
    {
        const int largestPart = 4;
        base.Fit(train, valid);
        _gapDays = _options.GapDays ?? Math.Min(AgeOfUse(valid), History!.Days / largestPart);
    }

    /// <inheritdoc/>
    public override bool Finish(FlowSplit valid)
    {
        _finished.fill_(0);
        base.Finish(valid);
        _finished.fill_(1);
        FillLeftOut();
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FlowStage> Stages(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var present = Present(batch);
        var isPooled = !training && IsFinished;
        return [Stage(present, isPooled ? [PooledDistribution(present)] : Distributions(present, SharesFor(present, DrawGap())))];
    }

    /// <inheritdoc/>
    internal override (IReadOnlyList<Tensor> LogShares, Tensor Expected) Members(PresentSlots present, HistoryShares? shares)
    {
        var network = ShareEnsemble.Mean(Distributions(present, shares));
        return ([.. PooledHistories(present, shares), BlockCells.Of(network.LogShares, Options.ScaleFactor)], network.Expected);
    }

    /// <summary>
    /// Days around the samples of a step that their history leaves out. In use the history ends days before the present; a network that
    /// only ever saw the days next to its samples would trust it too much.
    /// </summary>
    private int DrawGap() => training && _gapDays > 0 ? (int)(SeededDropout.Uniform([1]).item<float>() * (_gapDays + 1)) : 0;

    /// <inheritdoc/>
    internal override Tensor WithoutHistory(PresentSlots present, HistoryShares shares)
    {
        var everywhere = LostHistories.Of(shares.LeftOut, further: shares.LeftOut is { } leftOut ? ones_like(leftOut) : null);
        return BlockCells.Of(ShareEnsemble.Mean(Distributions(present, shares, everywhere)).LogShares, Options.ScaleFactor);
    }

    /// <summary>Gives the blocks that are left out what was learned of the others, so that a bundle needs not know of them.</summary>
    private void FillLeftOut()
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        if (LostHistories.Of(History!.LeftOut?.ToTensor(Device)) is { } lost)
        {
            foreach (var member in _members)
            {
                member.FillLeftOut(lost);
            }
        }
    }

    /// <summary>Returns what each network of the ensemble infers.</summary>
    private List<ShareTensors> Distributions(PresentSlots present, HistoryShares? shares) =>
        Distributions(present, shares, LostHistories.Of(shares?.LeftOut, training ? Forgotten(present, shares) : null));

    /// <summary>
    /// Draws blocks whose history a step takes away, [B, 1, H, W], so that the network knows the state of blocks that are left out; null
    /// where none are.
    /// </summary>
    private Tensor? Forgotten(PresentSlots present, HistoryShares? shares) => shares?.LeftOut is { } leftOut && _options.ForgetRate > 0
        ? HiddenCells.Draw([present.Coarse.shape[0], 1, .. leftOut.shape[2..]], _options.ForgetRate).to(leftOut.device)
        : null;

    private List<ShareTensors> Distributions(PresentSlots present, HistoryShares? shares, LostHistories? lost)
    {
        var (byKernel, expected) = ByKernel(present, shares);
        var prior = lost is null ? byKernel : where(lost.Lost.unsqueeze(2), shares!.Prior.log(), byKernel);
        var observed = present.Observed ?? ones_like(present.Coarse);
        var hidden = training && _options.MaskRate > 0
            ? HiddenCells.Draw(observed.shape, _options.MaskRate).to(observed.dtype, observed.device)
            : null;
        var seen = hidden is null ? observed : observed * (1 - hidden);
        var judged = hidden is not null && shares?.LeftOut is { } leftOut ? hidden * (1 - leftOut) : hidden;
        return [.. _members.Select(Distribution)];

        ShareTensors Distribution(DmnMember member)
        {
            var (logShares, concentration, mean) = member.Infer(present, seen, prior, expected, lost);
            return new(BlockCells.ToMaps(logShares, Options.ScaleFactor), concentration, mean) { Hidden = judged };
        }
    }
}
