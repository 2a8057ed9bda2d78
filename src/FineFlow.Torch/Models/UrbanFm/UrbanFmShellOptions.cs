using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.UrbanFm;

/// <summary>Hyperparameters of UrbanFM and of networks that replace its blocks.</summary>
internal abstract record UrbanFmShellOptions : NetworkOptions
{
    private const double BatchNormEpsilon = 1e-5;

    /// <summary>Channels F of the feature maps.</summary>
    [Range(1, 1024), Description("channels F of the feature maps")]
    public int BaseChannels { get; init; } = 128;

    /// <summary>Residual blocks M.</summary>
    [Range(1, 256), Description("residual blocks M")]
    public int NResidualBlocks { get; init; } = 16;

    /// <summary>Whether maps of the external factors join input and features.</summary>
    [Description("draw maps from the external factors and join them to input and features")]
    public bool UseExt { get; init; } = true;

    /// <summary>Columns of the external factors, which some published configurations name; always 7.</summary>
    [Description("columns of the external factors: always 7")]
    public int ExtDim { get; init; } = TaxiBjColumns.Count;

    /// <summary>Hidden units of the external branch.</summary>
    [Range(1, 65536), Description("hidden units of the external branch")]
    public int ExtHidden { get; init; } = 128;

    /// <summary>Dropout of the external branch.</summary>
    [Range(0, 0.999), Description("dropout of the external branch")]
    public double Dropout { get; init; } = 0.3;

    /// <summary>Epsilon of the N2-normalisation.</summary>
    [Range(1e-12, 1), Description("epsilon of the N2-normalisation")]
    public double N2Eps { get; init; } = 1e-5;

    /// <summary>Epsilon of the batch norms, which some published configurations name; always 1e-5.</summary>
    [Description("epsilon of the batch norms: always 1e-5")]
    public double BnEps { get; init; } = BatchNormEpsilon;

    /// <summary>Coarse counts in one unit of the input.</summary>
    [Range(1e-6, 1e9), Description("coarse counts that make one unit of the input")]
    public double ScalerX { get; init; } = 1;

    /// <summary>Fine counts in one unit of the output.</summary>
    [Range(1e-6, 1e9), Description("fine counts that make one unit of the output")]
    public double ScalerY { get; init; } = 1;

    /// <summary>Number of doublings from the coarse to the fine map.</summary>
    internal int Stages => UpscalingStages.Doublings(ScaleFactor);

    /// <inheritdoc/>
    public override bool NeedsExternals => UseExt;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = Stages;
        if (ExtDim != TaxiBjColumns.Count)
        {
            throw Refusal("ext_dim", Invariant($"is {ExtDim}; the external factors have {TaxiBjColumns.Count} columns"));
        }

        if (BnEps != BatchNormEpsilon)
        {
            throw Refusal("bn_eps", Invariant($"is {BnEps}; the definition says {BatchNormEpsilon}"));
        }
    }
}
