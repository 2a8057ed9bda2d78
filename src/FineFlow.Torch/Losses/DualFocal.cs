using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>
/// DualFocal loss (Zhu et al., AAAI 2026, eq. 12, 16, 17): l = |p - y| + lambda |ln(1+p) - ln(1+y)| for each cell, weighted by the cell's
/// difficulty: mean of tanh(beta l)^gamma l.
/// </summary>
internal sealed record DualFocal : FlowLoss
{
    /// <inheritdoc/>
    public override string Name => "dualfocal";

    /// <summary>Weight lambda of the logarithmic term.</summary>
    [Range(0, 1e6), Description("weight of the logarithmic scale; 0: the paper's ablation without it")]
    public double Lambda { get; init; } = 10;

    /// <summary>Slope beta of the focus, per count. At 0 the loss would vanish.</summary>
    [Range(1e-9, 1e6), Description("how soon the focus sets in")]
    public double Beta { get; init; } = 0.2;

    /// <summary>Exponent gamma of the focus; 0 switches it off.</summary>
    [Range(0, 16), Description("how sharp the focus is; 0: off")]
    public double Gamma { get; init; } = 1;

    /// <summary>Whether the modulating factor tanh(beta l)^gamma is a constant in the gradient.</summary>
    [Description("treat the modulating factor as a constant in the gradient")]
    public bool Detach { get; init; }

    /// <inheritdoc/>
    public override Tensor Compare(Tensor prediction, Tensor truth)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
        var dualScale = (prediction - truth).abs();
        if (Lambda > 0)
        {
            dualScale = dualScale + Lambda * (LogScale(prediction) - truth.log1p()).abs();
        }

        return Gamma == 0 ? dualScale.mean() : (Focus(dualScale) * dualScale).mean();
    }

    private Tensor Focus(Tensor dualScale)
    {
        var focus = (Beta * (Detach ? dualScale.detach() : dualScale)).tanh();

        // The derivative of x^gamma is infinite at 0 for gamma < 1. The floor keeps a perfect cell from turning the gradient into NaN.
        return Gamma == 1 ? focus : focus.clamp_min(1e-12).pow(Gamma);
    }

    /// <summary>Returns ln(1+p), continued as an odd function below 0, since unconstrained networks may predict less than -1.</summary>
    private static Tensor LogScale(Tensor prediction) =>
        where(prediction >= 0, prediction.clamp_min(0).log1p(), -(-prediction).clamp_min(0).log1p());
}
