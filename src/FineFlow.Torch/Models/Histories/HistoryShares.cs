using FineFlow.Core.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>The shares of a batch's fine cells by a history.</summary>
/// <param name="history">The history.</param>
/// <param name="present">Clocks of the batch's slots.</param>
/// <param name="gapDays">Days around each slot's own one that are left out as well, as if the history were older.</param>
internal sealed class HistoryShares(HistoryTensors history, SlotClock[] present, int gapDays = 0)
{
    /// <summary>Slots with smaller weights of the clock are not looked at.</summary>
    private const float Negligible = 1e-4f;

    private readonly Tensor _longTerm = history.LongTermShares(present, gapDays);

    /// <summary>1 where fine counts are imputed, [1, 1, H, W]; null: all were counted.</summary>
    public Tensor? LeftOut => history.LeftOut;

    /// <summary>Returns the shares before any vehicle has been seen, [1, C, n, H, W].</summary>
    public Tensor Prior => history.PriorShares;

    /// <summary>Returns the shares by a kernel over the clock (docs/models/dmn.md, "Kernel history"), [B, C, n, H, W].</summary>
    public Tensor By(HistoryKernel kernel) => WithExpected(kernel).Shares;

    /// <summary>Returns the shares by a kernel over the clock, and the coarse counts that it expects, [B, C, H, W].</summary>
    public (Tensor Shares, Tensor Expected) WithExpected(HistoryKernel kernel)
    {
        using var scope = NewDisposeScope();
        var weights = history.Weights(kernel, present, gapDays);
        var (fine, coarse) = history.Sum(weights);
        var total = weights.sum(1).clamp_min(1e-9)[.., TensorIndex.None, TensorIndex.None, TensorIndex.None];
        return (scope.MoveToOuter(Blend(fine, coarse, kernel.Strength)), scope.MoveToOuter(coarse / total));
    }

    /// <summary>
    /// Returns the shares by kernels over one clock, each [B, C, n, H, W]. Two sums over the history serve them all, since a kernel is
    /// linear in what the other kind of day counts.
    /// </summary>
    /// <param name="clock">The kernels' hours and recency.</param>
    /// <param name="otherKinds">What a day of the other kind counts in them, each with each strength.</param>
    /// <param name="strengths">Their strengths.</param>
    public IEnumerable<(HistoryKernel Kernel, Tensor Shares)> By(HistoryKernel clock, double[] otherKinds, double[] strengths)
    {
        var (ownFine, ownCoarse) = history.Sum(history.Weights(clock with { OtherKind = 0 }, present, gapDays));
        var (allFine, allCoarse) = history.Sum(history.Weights(clock with { OtherKind = 1 }, present, gapDays));
        foreach (var otherKind in otherKinds)
        {
            var (fine, coarse) = (ownFine.lerp(allFine, otherKind), ownCoarse.lerp(allCoarse, otherKind));
            foreach (var strength in strengths)
            {
                yield return (clock with { OtherKind = otherKind, Strength = strength }, Blend(fine, coarse, strength));
            }
        }
    }

    /// <summary>Returns the shares by slots with like coarse maps: by the whole map, and by each block's neighbourhood.</summary>
    /// <param name="kernel">The clock's part of the weights.</param>
    /// <param name="coarse">Present coarse maps [B, C, H, W].</param>
    /// <param name="observed">1 where they were observed, [B, C, H, W]; null: everywhere.</param>
    public (Tensor Whole, Tensor Local) ByLikeness(HistoryKernel kernel, Tensor coarse, Tensor? observed)
    {
        using var scope = NewDisposeScope();
        var clock = history.Weights(kernel, present, gapDays);
        var sums = Enumerable.Range(0, present.Length)
            .Select(sample => SumAlike(clock[sample], coarse[sample], observed?[sample]))
            .ToList();
        return (scope.MoveToOuter(Blend(sums.Select(sum => sum.Whole))), scope.MoveToOuter(Blend(sums.Select(sum => sum.Local))));

        Tensor Blend(IEnumerable<Tensor> fine)
        {
            var all = stack(fine);
            return this.Blend(all, all.sum(2), kernel.Strength);
        }
    }

    /// <summary>Sums of past fine counts [C, n, H, W], weighted by the whole map and by each block's neighbourhood.</summary>
    private (Tensor Whole, Tensor Local) SumAlike(Tensor clock, Tensor coarse, Tensor? observed)
    {
        using var scope = NewDisposeScope();
        var near = (clock > Negligible).nonzero().flatten();
        if (near.numel() == 0)
        {
            return (scope.MoveToOuter(zeros_like(history.Fine[0])), scope.MoveToOuter(zeros_like(history.Fine[0])));
        }

        var (fine, root) = (history.Fine.index_select(0, near), history.Root.index_select(0, near));
        var (whole, local) = Likeness.Weights(root, history.IsBusy[0], clock.index_select(0, near), coarse, observed);
        return (
            scope.MoveToOuter(whole.matmul(fine.flatten(1)).reshape(fine.shape[1..])),
            scope.MoveToOuter(fine.mul_(local.unsqueeze(1).unsqueeze(1)).sum([0])));
    }

    private Tensor Blend(Tensor fine, Tensor coarse, double strength) =>
        (fine + (strength * _longTerm)) / (coarse.unsqueeze(2) + strength);
}
