using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// A history as tensors. Fine cells are kept block by block: [.., C, n, H, W], n = N*N cells a block, as PixelUnshuffle makes them.
/// </summary>
internal sealed class HistoryTensors : IDisposable
{
    /// <summary>Vehicles in all that an unseen cell counts for in the long-term shares.</summary>
    internal const double Unseen = 0.02;

    /// <summary>Blocks with fewer vehicles a slot say nothing about the likeness of whole maps.</summary>
    private const double Busy = 0.1;

    /// <param name="history">The history.</param>
    /// <param name="device">Where the tensors will be.</param>
    public HistoryTensors(FineHistory history, Device device)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        (Clocks, Days, Device) = (history.Clocks, history.Clocks.Select(clock => clock.Day).ToHashSet(), device);
        var (fine, coarse) = (history.Fine, history.Coarse);
        var maps = TensorData.From(fine.Values, fine.Samples, fine.Channels, fine.Rows, fine.Columns).to(device);
        Fine = Keep(BlockCells.Of(maps, history.Factor).contiguous());
        Coarse = Keep(TensorData.From(coarse.Values, coarse.Samples, coarse.Channels, coarse.Rows, coarse.Columns).to(device));
        Root = Keep(Likeness.RootOf(Coarse));
        IsBusy = Keep((Coarse.mean([0], keepdim: true) > Busy).to(ScalarType.Float32));
        FineTotal = Keep(Fine.sum(0, keepdim: true));
        CoarseTotal = Keep(Coarse.sum(0, keepdim: true));
        LeftOut = history.LeftOut is { } blocks ? Keep(blocks.ToTensor(device)) : null;
        if (history.Prior is { } prior)
        {
            var cells = TensorData.From(prior, 1, fine.Channels, fine.Rows, fine.Columns).to(device);
            Prior = Keep(BlockCells.Of(cells, history.Factor).contiguous());
        }
    }

    /// <summary>The device of the tensors.</summary>
    public Device Device { get; }

    /// <summary>The slots' clocks.</summary>
    public SlotClock[] Clocks { get; }

    /// <summary>The days of the slots.</summary>
    public HashSet<int> Days { get; }

    /// <summary>Fine counts [S, C, n, H, W].</summary>
    public Tensor Fine { get; }

    /// <summary>Coarse counts [S, C, H, W].</summary>
    public Tensor Coarse { get; }

    /// <summary>Coarse counts in a scale in which chance moves all alike, [S, C, H, W].</summary>
    public Tensor Root { get; }

    /// <summary>1 for coarse cells that are not nearly always empty, [1, C, H, W].</summary>
    public Tensor IsBusy { get; }

    /// <summary>What each fine cell counts before any vehicle has been seen, [1, C, n, H, W]; null: <see cref="Unseen"/>.</summary>
    public Tensor? Prior { get; }

    /// <summary>Shares before any vehicle has been seen, [1, C, n, H, W].</summary>
    public Tensor PriorShares => Prior is { } prior
        ? prior / prior.sum([2L], keepdim: true)
        : full([1, .. Fine.shape[1..]], 1f / Fine.shape[2], Fine.dtype, Device);

    /// <summary>1 where fine counts are imputed, [1, 1, H, W]; null: all were counted.</summary>
    public Tensor? LeftOut { get; }

    /// <summary>Bytes of all tensors.</summary>
    public long Bytes => Tensors.Sum(tensor => tensor.SizeInBytes());

    private Tensor FineTotal { get; }

    private Tensor CoarseTotal { get; }

    private IEnumerable<Tensor> Tensors => new[] { Fine, Coarse, Root, IsBusy, FineTotal, CoarseTotal, Prior, LeftOut }.OfType<Tensor>();

    /// <summary>Returns a kernel's weights [B, S].</summary>
    public Tensor Weights(HistoryKernel kernel, SlotClock[] present, int gapDays) =>
        TensorData.From(kernel.Weights(present, Clocks, gapDays), present.Length, Clocks.Length).to(Device);

    /// <summary>Returns weighted sums of the past fine and coarse counts, [B, C, n, H, W] and [B, C, H, W].</summary>
    /// <param name="weights">[B, S].</param>
    public (Tensor Fine, Tensor Coarse) Sum(Tensor weights) => (Weighted(weights, Fine), Weighted(weights, Coarse));

    /// <summary>
    /// Returns the long-term shares r, [B or 1, C, n, H, W]; the present slots' own days, and the gap around them, are left out.
    /// </summary>
    public Tensor LongTermShares(SlotClock[] present, int gapDays)
    {
        using var scope = NewDisposeScope();
        var (fine, coarse) = gapDays > 0 || present.Any(clock => Days.Contains(clock.Day))
            ? Sum(Weights(new HistoryKernel(), present, gapDays))
            : (FineTotal, CoarseTotal);
        return scope.MoveToOuter(Prior is null
            ? (fine + Unseen) / (coarse.unsqueeze(2) + (Unseen * Fine.shape[2]))
            : (fine + Prior) / (coarse.unsqueeze(2) + Prior.sum([2L], keepdim: true)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Takes a tensor out of the scope of the call that happened to need it first.</summary>
    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    private static Tensor Weighted(Tensor weights, Tensor counts)
    {
        using var scope = NewDisposeScope();
        var shape = counts.shape;
        shape[0] = weights.shape[0];
        return scope.MoveToOuter(weights.matmul(counts.flatten(1)).reshape(shape));
    }
}
