using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Penalties;

/// <summary>The penalty on weights that move away from those of the tasks before.</summary>
internal static class WeightPenalty
{
    /// <summary>The variance of weights that UNO's penalty asks for.</summary>
    private const double WantedVariance = 1e-4;

    /// <summary>
    /// Returns the sum over all elements of F ((p - p0)^2 + w (Var(p) - 0.0001)^2), a scalar in the autograd graph. Var is the population
    /// variance of the whole tensor.
    /// </summary>
    /// <param name="weights">The weights p.</param>
    /// <param name="anchor">The weights p0 to stay near, of the same shape.</param>
    /// <param name="importance">Their importance F, of the same shape.</param>
    /// <param name="varianceWeight">The factor w; 0 leaves the variances out.</param>
    public static Tensor Of(Tensor weights, Tensor anchor, Tensor importance, double varianceWeight)
    {
        var distance = (weights - anchor).square();
        return varianceWeight == 0
            ? (importance * distance).sum()
            : (importance * (distance + (Variance(weights) - WantedVariance).square() * varianceWeight)).sum();
    }

    /// <summary>Returns the population variance; that of libtorch is NaN for one number, whatever it is told.</summary>
    private static Tensor Variance(Tensor weights) => (weights - weights.mean()).square().mean();
}
