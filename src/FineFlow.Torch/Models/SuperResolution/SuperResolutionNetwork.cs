using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of the image super-resolution networks, with UrbanFM's defaults for TaxiBJ.</summary>
internal abstract record SuperResolutionOptions : NetworkOptions
{
    /// <summary>Divisor of the coarse counts.</summary>
    [Range(1e-6, 1e9), Description("divisor of the coarse counts; best near N^2 times scaler_y")]
    public double ScalerX { get; init; } = 1500;

    /// <summary>Counts in one unit of the output.</summary>
    [Range(1e-6, 1e9), Description("counts that make one unit of the output")]
    public double ScalerY { get; init; } = 100;
}

/// <summary>
/// A super-resolution network for images, applied to flow maps. It uses neither the external factors nor the coarse sums, and without an
/// activation at the output small negative flows occur. These are baselines of Liang et al. (UrbanFM, KDD 2019). Their code is not public,
/// so the recipe <c>reference</c> is UrbanFM's.
/// </summary>
internal abstract class SuperResolutionNetwork : FlowNetwork
{
    private readonly SuperResolutionOptions _options;

    /// <param name="name">The catalog's name of the model.</param>
    /// <param name="options">Hyperparameters.</param>
    private protected SuperResolutionNetwork(string name, SuperResolutionOptions options)
        : base(name, options) => _options = options;

    /// <inheritdoc/>
    public sealed override ConservationGuarantee Guarantee => ConservationGuarantee.No;

    /// <inheritdoc/>
    public sealed override double InputScale => _options.ScalerX;

    /// <inheritdoc/>
    public sealed override double OutputScale => _options.ScalerY;
}
