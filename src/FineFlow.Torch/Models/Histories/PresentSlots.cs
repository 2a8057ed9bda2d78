using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>The slots of a batch: what is inferred for, beside the history.</summary>
/// <param name="Clocks">When they are.</param>
/// <param name="Coarse">Coarse counts [B, C, H, W], 0 where missing.</param>
/// <param name="Observed">1 where the coarse count was observed and 0 where it is missing, [B, C, H, W]; null: all were observed.</param>
/// <param name="External">TaxiBJ's external factors [B, 7]; null where there are none, or where they are not to be used.</param>
internal sealed record PresentSlots(SlotClock[] Clocks, Tensor Coarse, Tensor? Observed, Tensor? External)
{
    /// <summary>Missing counts are known to be smaller than this; null: nothing is known of them.</summary>
    public int? Below { get; init; }

    /// <summary>Returns the slots of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="history">The history; null where there is none.</param>
    /// <param name="usesFactors">Whether external factors are used.</param>
    public static PresentSlots Of(FlowBatch batch, FineHistory? history, bool usesFactors)
    {
        var external = usesFactors ? batch.External : null;
        return new(ClocksOf(batch, external, history), batch.Coarse, batch.Mask, external) { Below = batch.Below };
    }

    private static SlotClock[] ClocksOf(FlowBatch batch, Tensor? external, FineHistory? history)
    {
        if (batch is { TrainingSamples: { } samples, Time: null } && history is not null)
        {
            return [.. samples.Select(sample => history.Clocks[sample])];
        }

        var values = external is null ? [] : external.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        return SlotClock.Of((int)batch.Coarse.shape[0], batch.Time?.cpu().data<long>().ToArray(), values, _ => (history?.LastDay ?? 0) + 1);
    }
}
