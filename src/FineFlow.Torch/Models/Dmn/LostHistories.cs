using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>
/// Blocks that a network takes for blocks without a history: there it sees what static maps say of the shares, and the mean of what it
/// learned of the other blocks.
/// </summary>
/// <param name="Lost">Whether a block is one, bool [B or 1, 1, H, W].</param>
/// <param name="Known">What each block counts in means over the others, [H, W], adding up to 1.</param>
internal sealed record LostHistories(Tensor Lost, Tensor Known)
{
    /// <summary>Returns the blocks that are left out, and further ones; null where no block is left out.</summary>
    /// <param name="leftOut">1 where a block is left out, [1, 1, H, W]; null: none is.</param>
    /// <param name="further">1 where a block's history is taken away as well, [B, 1, H, W]; null: nowhere.</param>
    public static LostHistories? Of(Tensor? leftOut, Tensor? further = null)
    {
        if (leftOut is null)
        {
            return null;
        }

        using var constant = no_grad();
        var others = (1 - leftOut)[0, 0];
        var known = others.sum().cpu().item<float>() > 0 ? others : ones_like(others);
        return new((further is null ? leftOut : leftOut + further) > 0, known / known.sum());
    }

    /// <summary>Returns what a network learned of each block, [.., H, W], with the mean of the others in the place of lost ones.</summary>
    /// <param name="learned">[K, H, W], or [C, n, H, W].</param>
    /// <returns>[B or 1, .., H, W].</returns>
    public Tensor InPlaceOf(Tensor learned)
    {
        using var scope = NewDisposeScope();
        var mean = (learned * Known.to(learned.dtype)).sum([-2, -1], keepdim: true);
        return scope.MoveToOuter(where(learned.dim() == 4 ? Lost.unsqueeze(1) : Lost, mean, learned));
    }
}
