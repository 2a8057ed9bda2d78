using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>Hyperparameters of CUFAR, with the authors' defaults for TaxiBJ.</summary>
internal sealed record CufarOptions : HourlyOptions
{
    /// <summary>Regions S along each side of the map.</summary>
    [Range(1, 4096), Description("regions S along each side of the map; divides its rows and columns")]
    public int SubRegion { get; init; } = 4;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Height % SubRegion != 0 || Width % SubRegion != 0)
        {
            var allowed = Enumerable.Range(1, Math.Min(Height, Width)).Where(s => Height % s == 0 && Width % s == 0);
            throw Refusal(
                "sub_region",
                Invariant($"{SubRegion} does not divide the coarse map of {Height}x{Width}; expected one of {string.Join(", ", allowed)}"));
        }
    }
}

/// <summary>
/// CUFAR's inference network (Yu et al., AAAI 2023). The coarse map is upscaled twice: as a whole, and region by region with separate
/// weights for each region. A convolution for the sample's hour fuses both. The training over a sequence of tasks is in
/// FineFlow.Torch.Continual.
/// </summary>
internal sealed class CufarNetwork : HourlyNetwork
{
    /// <param name="options">Hyperparameters.</param>
    public CufarNetwork(CufarOptions options)
        : base("cufar", options, Shape(options)) => RegisterComponents();

    /// <summary>The authors' recipe for a single task (train_single_task.py), with 0.9 for both betas.</summary>
    public static Recipe Reference { get; } = Recipe.Common with
    {
        LearningRate = 1e-4,
        Schedule = [],
        Beta2 = 0.9,
        BatchSize = 16,
        Epochs = 100,
        Patience = null,
    };

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "yu2023cufar",
        Authors = ["Yu, Haoyang", "Xu, Xovee", "Zhong, Ting", "Zhou, Fan"],
        Title = "Overcoming Forgetting in Fine-Grained Urban Flow Inference via Adaptive Knowledge Replay",
        Venue = "Proceedings of the AAAI Conference on Artificial Intelligence",
        ShortVenue = "AAAI",
        Year = 2023,
        Volume = "37",
        Number = "4",
        Pages = "5393-5401",
        Doi = "10.1609/aaai.v37i4.25671",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<CufarOptions>(
        "cufar", o => new CufarNetwork(o),
        "regions and hours with weights of their own",
        [Paper],
        "mse",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 40_359_197, MultiplyAdds: 4_905_047_552),
        Reference,
        onnx: HourlyOnnx.Cufar);

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Fuse(batch.Coarse, batch);
    }

    /// <summary>Returns branches that read the coarse map and upscale it by one PixelShuffle.</summary>
    internal static BranchShape Shape(CufarOptions options) => new(
        options.InChannels,
        options.Height,
        options.Width,
        new TileGrid(options.SubRegion, options.SubRegion),
        Middle: options.BaseChannels,
        Factor: options.ScaleFactor);
}
