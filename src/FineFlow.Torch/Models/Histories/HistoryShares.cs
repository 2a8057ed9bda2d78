using FineFlow.Core.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>The shares of a batch's fine cells by a history.</summary>
/// <param name="history">The history.</param>
/// <param name="present">Clocks of the batch's slots.</param>
internal sealed class HistoryShares(HistoryTensors history, SlotClock[] present)
{
    private readonly Tensor _longTerm = history.LongTermShares(present);

    /// <summary>Returns the shares by a kernel over the clock (docs/models/dmn.md, "Kernel history"), [B, C, n, H, W].</summary>
    public Tensor By(HistoryKernel kernel)
    {
        using var scope = NewDisposeScope();
        var (fine, coarse) = history.Sum(history.Weights(kernel, present));
        return scope.MoveToOuter(Blend(fine, coarse, kernel.Strength));
    }

    /// <summary>Returns the coarse counts that a kernel expects, [B, C, H, W].</summary>
    public Tensor Expected(HistoryKernel kernel)
    {
        using var scope = NewDisposeScope();
        var weights = history.Weights(kernel, present);
        var total = weights.sum(1).clamp_min(1e-9)[.., TensorIndex.None, TensorIndex.None, TensorIndex.None];
        return scope.MoveToOuter(history.Sum(weights).Coarse / total);
    }

    /// <summary>Returns the shares by slots with like coarse maps: by the whole map, and by each block's neighbourhood.</summary>
    /// <param name="kernel">The clock's part of the weights.</param>
    /// <param name="coarse">Present coarse maps [B, C, H, W].</param>
    /// <param name="observed">1 where they were observed, [B, C, H, W]; null: everywhere.</param>
    public (Tensor Whole, Tensor Local) ByLikeness(HistoryKernel kernel, Tensor coarse, Tensor? observed)
    {
        using var scope = NewDisposeScope();
        var clock = history.Weights(kernel, present);
        var weights = Enumerable.Range(0, present.Length)
            .Select(sample => Likeness.Weights(history, clock[sample], coarse[sample], observed?[sample]))
            .ToList();
        var whole = history.Sum(stack(weights.Select(pair => pair.Whole)));
        var local = SumLocal(stack(weights.Select(pair => pair.Local), 1));
        return (
            scope.MoveToOuter(Blend(whole.Fine, whole.Coarse, kernel.Strength)),
            scope.MoveToOuter(Blend(local, local.sum(2), kernel.Strength)));
    }

    private Tensor Blend(Tensor fine, Tensor coarse, double strength) =>
        (fine + (strength * _longTerm)) / (coarse.unsqueeze(2) + strength);

    /// <summary>Sums of fine counts with weights [S, B, H, W] of their own for every block, [B, C, n, H, W].</summary>
    private Tensor SumLocal(Tensor weights)
    {
        var (slots, batch, rows, columns) = (weights.shape[0], weights.shape[1], weights.shape[2], weights.shape[3]);
        var (channels, cells) = (history.Fine.shape[1], history.Fine.shape[2]);
        var sums = weights.permute(2, 3, 1, 0).reshape(rows * columns, batch, slots).bmm(history.Blocks);
        return sums.reshape(rows, columns, batch, channels, cells).permute(2, 3, 4, 0, 1);
    }
}
