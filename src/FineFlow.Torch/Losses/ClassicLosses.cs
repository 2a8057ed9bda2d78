using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>Mean squared error.</summary>
internal sealed record SquaredError : FlowLoss
{
    /// <inheritdoc/>
    public override string Name => "mse";

    /// <inheritdoc/>
    public override Tensor Compare(Tensor prediction, Tensor truth) => nn.functional.mse_loss(prediction, truth);
}

/// <summary>Mean absolute error.</summary>
internal sealed record AbsoluteError : FlowLoss
{
    /// <inheritdoc/>
    public override string Name => "l1";

    /// <inheritdoc/>
    public override Tensor Compare(Tensor prediction, Tensor truth) => nn.functional.l1_loss(prediction, truth);
}

/// <summary>Smooth L1: d^2 / (2 beta) for |d| below beta, |d| - beta / 2 above.</summary>
internal sealed record SmoothAbsoluteError : FlowLoss
{
    /// <inheritdoc/>
    public override string Name => "smoothl1";

    /// <summary>Distance below which the loss is quadratic, in counts.</summary>
    [Range(1e-9, 1e9), Description("where the parabola ends and the line begins, in counts")]
    public double Beta { get; init; } = 1;

    /// <inheritdoc/>
    public override Tensor Compare(Tensor prediction, Tensor truth) =>
        nn.functional.smooth_l1_loss(prediction, truth, beta: Beta);
}
