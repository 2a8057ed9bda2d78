using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of the networks of three convolutions.</summary>
internal abstract record ThreeLayerOptions : SuperResolutionOptions
{
    private const int LargestKernel = 31;

    /// <summary>Filters F of the first convolution.</summary>
    [Range(1, 1024), Description("filters of the first convolution")]
    public int BaseChannels { get; init; } = 64;

    /// <summary>Filters M of the second convolution.</summary>
    [Range(1, 1024), Description("filters of the second convolution")]
    public int MidChannels { get; init; } = 32;

    /// <summary>Widths of the three square kernels, odd.</summary>
    [Description("widths of the three square kernels, odd")]
    public IReadOnlyList<int> KernelSizes { get; init; } = [9, 5, 5];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (KernelSizes is not { Count: 3 } || KernelSizes.Any(size => size is < 1 or > LargestKernel || size % 2 == 0))
        {
            throw Refusal("kernel_sizes", Invariant($"must be three odd numbers between 1 and {LargestKernel}, as [9, 5, 5]"));
        }
    }
}
