using FineFlow.Core;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>
/// Runs a network over arrays, batch by batch, in raw counts. Several threads may do so with one network, once it is in evaluation mode.
/// </summary>
public static class Predictor
{
    /// <summary>Samples of a batch unless the caller says otherwise.</summary>
    public const int DefaultBatch = 16;

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W].</summary>
    /// <param name="network">The network; it is put into evaluation mode.</param>
    /// <param name="coarse">Coarse maps, raw counts.</param>
    /// <param name="external">Their external factors, where the network uses them.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="batch">Samples of a batch; fewer where the maps are larger than those that the network was built for.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <exception cref="BadInputException">The network's definition does not admit the maps, or the memory does not.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FlowMaps Predict(
        FlowNetwork network, FlowMaps coarse, ExternalFactors? external, string source, int batch = DefaultBatch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(coarse);
        return FineBand.Join(Bands(network, coarse, external, source, batch, cancellation), FineMaps.Create(network, coarse, source));
    }

    /// <summary>The same batch by batch: the answer need not fit into memory.</summary>
    /// <inheritdoc cref="Predict"/>
    internal static IEnumerable<FineBand> Bands(
        FlowNetwork network, FlowMaps coarse, ExternalFactors? external, string source, int batch, CancellationToken cancellation)
    {
        network.CheckInput(source, coarse, external);
        FineMaps.CheckAtOnce(coarse, coarse.Rows, network.Options.ScaleFactor, source, "infer it tile by tile (predict --tile ROWSxCOLUMNS)");
        if (network.training)
        {
            network.eval(); // not again where it is: other threads may be reading
        }

        var step = BatchOf(network, coarse, batch);
        return Starts().Select(start => Infer(network, coarse, external, start, Math.Min(step, coarse.Samples - start)));

        IEnumerable<int> Starts()
        {
            for (var start = 0; start < coarse.Samples; start += step)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return start;
            }
        }
    }

    /// <summary>As many cells as a batch of the network's own maps has, so that larger maps do not take more memory than they must.</summary>
    private static int BatchOf(FlowNetwork network, FlowMaps coarse, int batch)
    {
        var own = (long)batch * network.Options.Height * network.Options.Width;
        return (int)Math.Clamp(own / ((long)coarse.Rows * coarse.Columns), 1, batch);
    }

    private static FineBand Infer(FlowNetwork network, FlowMaps coarse, ExternalFactors? external, int start, int count)
    {
        using var noGradients = inference_mode(true);
        using var scope = NewDisposeScope();
        var samples = FlowBatch.Range(coarse, external, start, count, network.Device);
        var factor = network.Options.ScaleFactor;
        var fine = new FlowMaps(count, coarse.Channels, coarse.Rows * factor, coarse.Columns * factor);
        network.Infer(samples.Coarse, samples.External).cpu().contiguous().AsSpan().CopyTo(fine.Values);
        return new(start, 0, count == coarse.Samples ? coarse : coarse.Slice(start, count), fine);
    }
}
