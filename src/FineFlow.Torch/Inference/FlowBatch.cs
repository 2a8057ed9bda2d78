using FineFlow.Core;
using FineFlow.Core.Datasets;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>Samples as tensors, in raw counts, on one device; they belong to the dispose scope around the call.</summary>
/// <param name="Coarse">Coarse maps [B, C, H, W].</param>
/// <param name="External">External factors [B, 7], or null.</param>
internal sealed record FlowBatch(Tensor Coarse, Tensor? External)
{
    /// <summary>Consecutive samples.</summary>
    public static FlowBatch Range(FlowMaps coarse, ExternalFactors? external, int start, int count, Device device) => new(
        TensorData.From(
            coarse.Values.AsSpan(start * coarse.SampleLength, count * coarse.SampleLength),
            count, coarse.Channels, coarse.Rows, coarse.Columns).to(device),
        external is null
            ? null
            : TensorData.From(
                external.Values.AsSpan(start * external.Columns, count * external.Columns), count, external.Columns).to(device));

    /// <summary>Chosen samples of a split with their true fine maps [B, C, N*H, N*W].</summary>
    public static (FlowBatch Batch, Tensor Truth) Gather(FlowSplit split, ReadOnlySpan<int> samples, Device device) => (
        new FlowBatch(
            Gather(split.Coarse, samples).to(device),
            split.External is { } external ? Gather(external, samples).to(device) : null),
        Gather(split.Fine, samples).to(device));

    private static Tensor Gather(FlowMaps maps, ReadOnlySpan<int> samples)
    {
        var tensor = empty(samples.Length, maps.Channels, maps.Rows, maps.Columns, device: CPU);
        var target = tensor.AsSpan();
        for (var i = 0; i < samples.Length; i++)
        {
            maps.Sample(samples[i]).CopyTo(target[(i * maps.SampleLength)..]);
        }

        return tensor;
    }

    private static Tensor Gather(ExternalFactors external, ReadOnlySpan<int> samples)
    {
        var tensor = empty(samples.Length, external.Columns, device: CPU);
        var target = tensor.AsSpan();
        for (var i = 0; i < samples.Length; i++)
        {
            external.Row(samples[i]).CopyTo(target[(i * external.Columns)..]);
        }

        return tensor;
    }
}
