using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of the image super-resolution networks; the defaults are UrbanFM's for TaxiBJ.</summary>
public abstract record SuperResolutionOptions : NetworkOptions
{
    /// <summary>Coarse counts are divided by this before the network.</summary>
    [Range(1e-6, 1e9), Description("divisor of the coarse counts; best near N^2 times scaler_y")]
    public double ScalerX { get; init; } = 1500;

    /// <summary>The network's output times this is counts.</summary>
    [Range(1e-6, 1e9), Description("counts that make one unit of the output")]
    public double ScalerY { get; init; } = 100;
}

/// <summary>
/// A network for images that takes flow maps for pictures: it sees neither the external factors nor the coarse sums that its maps
/// should keep, and its output has no activation, so that small negative flows occur. Baselines of Liang et al. (UrbanFM, KDD 2019); no
/// code of theirs for them is public, so <c>reference</c> takes them to have been trained as UrbanFM was.
/// </summary>
public abstract class SuperResolutionNetwork : FlowNetwork
{
    private readonly SuperResolutionOptions _options;

    /// <param name="name">The catalog's name of the model.</param>
    /// <param name="options">Hyperparameters.</param>
    private protected SuperResolutionNetwork(string name, SuperResolutionOptions options)
        : base(name, options) => _options = options;

    /// <inheritdoc/>
    public sealed override bool NeedsExternals => false;

    /// <inheritdoc/>
    public sealed override ConservationGuarantee Guarantee => ConservationGuarantee.No;

    /// <inheritdoc/>
    public sealed override double InputScale => _options.ScalerX;

    /// <inheritdoc/>
    public sealed override double OutputScale => _options.ScalerY;
}
