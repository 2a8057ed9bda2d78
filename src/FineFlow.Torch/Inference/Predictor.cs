using FineFlow.Core;
using FineFlow.Torch.Models;
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
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <exception cref="BadInputException">The network's definition does not admit the maps.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FlowMaps Predict(
        FlowNetwork network, FlowMaps coarse, ExternalFactors? external, string source, int batch = DefaultBatch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(coarse);
        network.CheckInput(source, coarse, external);
        if (network.training)
        {
            network.eval(); // not again where it is: other threads may be reading
        }

        using var noGradients = inference_mode(true);

        var device = network.Device;
        var factor = network.Options.ScaleFactor;
        var fine = new FlowMaps(coarse.Samples, coarse.Channels, coarse.Rows * factor, coarse.Columns * factor);
        for (var start = 0; start < coarse.Samples; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(batch, coarse.Samples - start);
            var samples = FlowBatch.Range(coarse, external, start, count, device);
            network.Infer(samples.Coarse, samples.External).cpu().contiguous().AsSpan().CopyTo(fine.Values.AsSpan(start * fine.SampleLength));
        }

        return fine;
    }
}
