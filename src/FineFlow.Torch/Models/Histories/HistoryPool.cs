using FineFlow.Core.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>The six histories of the pool (docs/models/dmn.md, "The pool").</summary>
internal static class HistoryPool
{
    /// <summary>Number of histories.</summary>
    public const int Count = 6;

    private const double Hours = 0.7;

    /// <summary>The clock's part of the weights of the last two histories, which are by likeness.</summary>
    internal static HistoryKernel ForLikeness { get; } = new(Hours: 1, OtherKind: 0.3);

    /// <summary>Returns the kernels of the first four histories, which are by the clock.</summary>
    /// <param name="days">Days D of the history.</param>
    internal static IReadOnlyList<HistoryKernel> Kernels(int days) =>
    [
        new(Hours),
        new(Hours, OtherKind: 0.1, RecencyDays: days / 2.0),
        new(Strength: 1),
        new(Strength: 1, RecencyDays: Math.Max(3, days / 8.0)),
    ];

    /// <summary>Returns the logarithms of the six histories' shares, each [B, C, n, H, W].</summary>
    /// <param name="shares">The history's shares.</param>
    /// <param name="days">Days D of the history.</param>
    /// <param name="present">The present slots.</param>
    public static IReadOnlyList<Tensor> LogShares(HistoryShares shares, int days, PresentSlots present)
    {
        var (whole, local) = shares.ByLikeness(ForLikeness, present.Coarse, present.Observed);
        return [.. Kernels(days).Select(kernel => shares.By(kernel).log()), whole.log(), local.log()];
    }

    /// <summary>Returns even shares in the place of the histories, where there is no history.</summary>
    public static IReadOnlyList<Tensor> Even(Tensor coarse, int cells)
    {
        long[] shape = [coarse.shape[0], coarse.shape[1], cells, coarse.shape[2], coarse.shape[3]];
        var even = full(shape, -MathF.Log(cells), coarse.dtype, coarse.device);
        return [.. Enumerable.Repeat(even, Count)];
    }
}
