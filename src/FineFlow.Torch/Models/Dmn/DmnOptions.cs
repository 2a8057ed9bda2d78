using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Models.Histories;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>Hyperparameters of DMN.</summary>
internal sealed record DmnOptions : HistoryOptions
{
    /// <summary>Channels of the feature maps.</summary>
    [Range(8, 512), Description("channels of the feature maps, a multiple of 8")]
    public int Channels { get; init; } = 64;

    /// <summary>Residual blocks.</summary>
    [Range(1, 16), Description("residual blocks")]
    public int Blocks { get; init; } = 4;

    /// <summary>Width of the context vector.</summary>
    [Range(1, 512), Description("width of the context vector")]
    public int ContextChannels { get; init; } = 64;

    /// <summary>Channels of the learned map of the place.</summary>
    [Range(1, 64), Description("channels of the learned map of the place")]
    public int PlaceChannels { get; init; } = 8;

    /// <summary>Share of the feature maps that are dropped in training.</summary>
    [Range(0.0, 0.9), Description("share of the feature maps that are dropped in training")]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Networks of the ensemble, in one bundle.</summary>
    [Range(1, 16), Description("networks of the ensemble, in one bundle")]
    public int Members { get; init; } = 1;

    /// <summary>The largest share of a training map's coarse cells that are hidden, for maps with missing cells; 0: none are.</summary>
    [Range(0.0, 0.9), Description("largest share of coarse cells hidden in training, for maps with missing cells; 0: none")]
    public double MaskRate { get; init; } = 0.4;

    /// <summary>
    /// Where districts are left out, the largest share of the other blocks whose history a training step takes away as well.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("where districts are left out: largest share of the other blocks whose history training takes away, to know that state")]
    public double ForgetRate { get; init; } = 0.5;

    /// <summary>
    /// The most days around a training sample that its history leaves out; each step draws how many. Null: the age of the history in use,
    /// at most a quarter of the history.
    /// </summary>
    [Range(0, 3650), Description("most days around a training sample that its history leaves out, so that the network knows an aged one")]
    public int? GapDays { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Channels % DmnBlock.Groups != 0)
        {
            throw Refusal("channels", Invariant($"{Channels} is not a multiple of {DmnBlock.Groups} (the groups of its normalisation)"));
        }
    }
}
