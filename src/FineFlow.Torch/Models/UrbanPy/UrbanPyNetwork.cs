using System.Text.Json.Nodes;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.UrbanPy;

/// <summary>
/// UrbanPy (Ouyang et al., "Fine-Grained Urban Flow Inference", TKDE 2020): a pyramid of stages that each double the resolution. A stage
/// proposes a density from the previous one and from all features so far, corrects it with its own upsampled features, and splits the
/// original coarse counts by the sum of both.
/// </summary>
internal sealed class UrbanPyNetwork : FlowNetwork
{
    private const int InputKernel = 9;

    private readonly UrbanPyOptions _options;
    private readonly ExternalEmbedding? _embedding;
    [ComponentName(Name = "ext2lr")]
    private readonly Sequential? _externalMap;
    [ComponentName(Name = "ext2hr")]
    private readonly Sequential? _externalUpsampling;
    [ComponentName(Name = "conv_inp")]
    private readonly Sequential _head;
    [ComponentName(Name = "res_blocks")]
    private readonly ModuleList<Sequential> _residuals;
    [ComponentName(Name = "upsampling_blocks")]
    private readonly ModuleList<Sequential> _upsamplings;
    [ComponentName(Name = "correction_blocks")]
    private readonly ModuleList<Sequential> _corrections;
    [ComponentName(Name = "proposal_blocks")]
    private readonly ModuleList<ProposalNetwork> _proposals;

    /// <param name="options">Hyperparameters.</param>
    public UrbanPyNetwork(UrbanPyOptions options)
        : base("urbanpy", options)
    {
        _options = options;
        var (flows, channels) = (options.InChannels, options.BaseChannels);
        var externals = options.UseExt ? 1 : 0;
        if (options.UseExt)
        {
            _embedding = new ExternalEmbedding(this);
            _externalMap = ExternalEmbedding.ToMap(options.ExtHidden, options.Height * options.Width, options.ExtDropout);
            _externalUpsampling = SubPixelUpsampling.Of(1, stages: 1);
        }

        _head = nn.Sequential(new Conv2dSame(flows + externals, channels, InputKernel), nn.ReLU());
        _residuals = [.. Each(i => ResidualBlock.Stack(options.ResidualBlocksOf(i), channels))];
        _upsamplings = [.. Each(_ => SubPixelUpsampling.Of(channels, stages: 1))];
        _corrections = [.. Each(_ => nn.Sequential(new Conv2dSame(channels + externals, flows, 1), nn.ReLU()))];
        _proposals = [.. Each(i => new ProposalNetwork(options, SideOf(i)))];
        RegisterComponents();
        NormalInitialization.Apply(this);
    }

    /// <summary>
    /// The authors' protocol (train.py and its defaults): Adam at 1e-4, replaced by a new one at half the rate after epochs 50, 100, ...
    /// (from 0), the loss in scaled units, without short batches, until 50 epochs have passed since the best.
    /// </summary>
    public static Recipe Reference { get; } = Recipe.Common with
    {
        Epochs = 1000,
        BatchSize = 16,
        LearningRate = 1e-4,
        Schedule = [new(First: 51, Every: 50, Factor: 0.5)],
        ResetsMoments = true,
        ScaledLoss = true,
        DropsLastBatch = true,
        Patience = 51,
    };

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "ouyang2022urbanpy",
        Authors = ["Ouyang, Kun", "Liang, Yuxuan", "Liu, Ye", "Tong, Zekun", "Ruan, Sijie", "Zheng, Yu", "Rosenblum, David S."],
        Title = "Fine-Grained Urban Flow Inference",
        Venue = "IEEE Transactions on Knowledge and Data Engineering",
        ShortVenue = "TKDE",
        Year = 2022,
        InJournal = true,
        Volume = "34",
        Number = "6",
        Pages = "2755-2770",
        Arxiv = "2002.02318",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<UrbanPyOptions>(
        "urbanpy", o => new UrbanPyNetwork(o),
        "pyramid of proposals and corrections",
        [Paper],
        "pyramid",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 3_536_762, MultiplyAdds: 7_233_373_696),
        Reference,
        new() { ["scalers"] = new JsonArray(1500, 400, 100) },
        gives: OutputKind.Densities,
        onnx: UrbanPyOnnx.Refine);

    /// <inheritdoc/>
    public override double InputScale => _options.ScalerOf(0);

    /// <inheritdoc/>
    public override double OutputScale => _options.ScalerOf(_options.Stages);

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.UpToEpsilon;

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch) => Stages(batch)[^1].Flow;

    /// <summary>Returns the outputs of all stages with their densities, coarse to fine.</summary>
    public override IReadOnlyList<FlowStage> Stages(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var coarse = batch.Coarse;
        var whole = ones_like(coarse);
        var external = ExternalMap(batch); // e_0
        var features = _head.call(Join(coarse, external)); // z_0
        var density = whole; // D_0
        var refined = new List<Tensor>(); // F_0 .. F_i
        var stages = new List<FlowStage>();
        for (var i = 0; i < _options.Stages; i++)
        {
            var (side, scale) = (SideOf(i), _options.ScalerOf(i + 1));
            refined.Add(_residuals[i].call(features));
            var proposal = _proposals[i].call(Join(density, Mix(refined), external, StaticMaps(batch, i)));

            features = _upsamplings[i].call(refined[i]); // U_i = z_{i+1}
            external = external is null ? null : _externalUpsampling!.call(external); // e_{i+1}, by the same layer in all stages
            var correction = _corrections[i].call(Join(features, external));

            // N2 is always relative to the original coarse cell. Only the last of the three normalisations decides whether the flow adds
            // up.
            var sum = DensityRecovery.Shares(proposal, side, _options.N2Eps) // Q_i
                + DensityRecovery.Shares(correction, side, _options.N2Eps); // R_i
            density = Recover(sum, whole, _options.N2Eps, side); // D_{i+1}
            var flow = density * Nearest.Enlarge(coarse * InputScale / scale, side);
            stages.Add(new(scope.MoveToOuter(flow), side, scale) { Density = scope.MoveToOuter(density) });
        }

        return stages;
    }

    /// <summary>Embeds external factors [B, 7] as a map [B, 1, H, W]; null without them.</summary>
    private Tensor? ExternalMap(FlowBatch batch)
    {
        if (_embedding is null)
        {
            return null;
        }

        ArgumentNullException.ThrowIfNull(batch.External, nameof(batch));
        return _externalMap!.call(_embedding.Embed(batch.External)).reshape(-1, 1, _options.Height, _options.Width);
    }

    /// <summary>Returns a stage's geographic maps for each sample of the batch; null where the network has none.</summary>
    private Tensor? StaticMaps(FlowBatch batch, int stage)
    {
        if (_options.GeoChannels == 0)
        {
            return null;
        }

        return batch.StaticMaps.Count == _options.Stages
            ? batch.StaticMaps[stage].unsqueeze(0).expand(batch.Coarse.shape[0], -1, -1, -1)
            : throw new ArgumentException(
                Invariant($"{batch.StaticMaps.Count} geographic maps for {_options.Stages} stages"), nameof(batch));
    }

    /// <summary>Returns the mean of the features of all stages so far, at the resolution of the last.</summary>
    private static Tensor Mix(List<Tensor> refined)
    {
        var last = refined.Count - 1;
        return refined.Select((features, j) => Nearest.Enlarge(features, 1 << (last - j))).Aggregate((sum, one) => sum + one)
            / refined.Count;
    }

    private static Tensor Join(params ReadOnlySpan<Tensor?> parts)
    {
        var present = new List<Tensor>();
        foreach (var part in parts)
        {
            if (part is not null)
            {
                present.Add(ChannelsLast.Of(part));
            }
        }

        return present.Count == 1 ? present[0] : cat(present, 1);
    }

    /// <summary>Returns s_i, the fine cells along one side of a coarse cell after stage i.</summary>
    private static int SideOf(int stage) => 2 << stage;

    private IEnumerable<T> Each<T>(Func<int, T> stage) => Enumerable.Range(0, _options.Stages).Select(stage);
}

/// <summary>
/// A stage's proposal: residual blocks on the previous density and the features, then a density at twice the resolution, by a matrix for
/// every coarse cell or by one convolution for all. [B, C + features, h, w] to [B, C, 2h, 2w].
/// </summary>
internal sealed class ProposalNetwork : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "res_blocks")]
    private readonly Sequential _residuals;
    [ComponentName(Name = "conv_upsample")]
    private readonly Sequential _upsampling;

    /// <param name="options">Hyperparameters.</param>
    /// <param name="side">Fine cells of the output along one side of a coarse cell.</param>
    public ProposalNetwork(UrbanPyOptions options, int side)
        : base(nameof(ProposalNetwork))
    {
        var flows = options.InChannels;
        var inputs = flows + options.BaseChannels + (options.UseExt ? 1 : 0) + options.GeoChannels;
        _residuals = ResidualBlock.Stack(options.NResPropnet, inputs);
        _upsampling = options.IsLocal
            ? Local(options, inputs, side)
            : nn.Sequential(new Conv2dSame(inputs, 4 * flows, 3), nn.BatchNorm2d(4 * flows), nn.PixelShuffle(2), nn.ReLU());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var refined = _residuals.call(input);
        return _upsampling.call(refined);
    }

    private static Sequential Local(UrbanPyOptions options, int inputs, int side)
    {
        var compressed = options.Compress;
        return nn.Sequential(
            new Conv2dSame(inputs, 4 * compressed, 3),
            nn.BatchNorm2d(4 * compressed),
            nn.PixelShuffle(2),
            nn.ReLU(),
            new SeededDropout(options.ProposalDropout),
            new LocalConvolution(options.Height * options.Width, side, compressed, options.InChannels),
            nn.ReLU());
    }
}
