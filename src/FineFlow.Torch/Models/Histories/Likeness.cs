using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// Weights of past slots by how alike their coarse maps are to the present one (docs/models/dmn.md, "The pool"). A missing cell says
/// nothing.
/// </summary>
internal static class Likeness
{
    /// <summary>Temperature of the weights by the whole map.</summary>
    public const double WholeMap = 0.2;

    /// <summary>Temperature of the weights by the neighbourhood.</summary>
    public const double Neighbourhood = 0.5;

    private const float Tiny = 1e-9f;

    /// <summary>Returns coarse counts in a scale in which chance moves all alike: sqrt(2 (x + 3/8)), after Anscombe.</summary>
    public static Tensor RootOf(Tensor coarse)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter((2 * (coarse + 0.375)).sqrt());
    }

    /// <summary>Returns both kinds of weights for one present slot.</summary>
    /// <param name="root">Past coarse maps [S, C, H, W], as <see cref="RootOf"/> scales them.</param>
    /// <param name="isBusy">1 for coarse cells that are not nearly always empty, [C, H, W].</param>
    /// <param name="kernel">Weights of the clock [S]; 0 for slots that must not count.</param>
    /// <param name="coarse">The present coarse map [C, H, W].</param>
    /// <param name="observed">1 where it was observed, [C, H, W]; null: everywhere.</param>
    /// <returns>Weights by the whole map [S], and by the neighbourhood of each block [S, H, W]; the largest of each is 1.</returns>
    public static (Tensor Whole, Tensor Local) Weights(
        Tensor root, Tensor isBusy, Tensor kernel, Tensor coarse, Tensor? observed)
    {
        using var scope = NewDisposeScope();
        var seen = observed ?? ones_like(coarse);
        var difference = (root - RootOf(coarse)).square() * seen;

        var busy = isBusy * seen;
        var whole = (difference * busy).sum([1, 2, 3]) / busy.sum().clamp_min(1);
        var local = Around(difference.sum(1, keepdim: true)) / Around(seen.sum(0, keepdim: true).unsqueeze(0)).clamp_min(Tiny);
        return (
            scope.MoveToOuter(Weight(whole, kernel, WholeMap)),
            scope.MoveToOuter(Weight(local.squeeze(1), kernel[.., TensorIndex.None, TensorIndex.None], Neighbourhood)));
    }

    /// <summary>The mean over each cell and its neighbours, [S, 1, H, W]; beyond the edge there is 0.</summary>
    private static Tensor Around(Tensor maps) => nn.functional.avg_pool2d(maps, 3, 1, 1);

    /// <summary>Kernel times exp(-distance / temperature), distances relative to their mean and to the nearest slot.</summary>
    private static Tensor Weight(Tensor distance, Tensor kernel, double temperature)
    {
        var mean = (kernel * distance).sum(0, keepdim: true) / kernel.sum(0, keepdim: true).clamp_min(Tiny);
        var relative = distance / mean.clamp_min(Tiny);
        var nearest = relative.masked_fill(kernel <= 0, float.PositiveInfinity).amin([0], keepdim: true);
        var weight = kernel * (-(relative - nearest) / temperature).clamp(-80, 0).exp();
        return weight / weight.amax([0], keepdim: true).clamp_min(Tiny);
    }
}
