using static TorchSharp.torch;

namespace FineFlow.Torch.Models;

/// <summary>The even split has no hyperparameters of its own.</summary>
public sealed record MeanOptions : NetworkOptions;

/// <summary>Even split: each fine cell gets 1/N^2 of its coarse cell. Nothing is learned.</summary>
public sealed class Mean : FlowNetwork
{
    /// <param name="options">Hyperparameters.</param>
    public Mean(MeanOptions options)
        : base("mean", options)
    {
    }

    /// <inheritdoc/>
    public override bool NeedsExternals => false;

    /// <inheritdoc/>
    public override Conserves Conserves => Conserves.Exactly;

    /// <inheritdoc/>
    public override Tensor forward(FlowInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var factor = Options.ScaleFactor;
        return input.Coarse.repeat_interleave(factor, 2).repeat_interleave(factor, 3) / (factor * factor);
    }
}
