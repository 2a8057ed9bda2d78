using FineFlow.Core;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>
/// Runs a network over arrays, batch by batch, in raw counts. Several threads may share a network that is in evaluation mode.
/// </summary>
internal static class Predictor
{
    /// <summary>Default number of samples of a batch.</summary>
    public const int DefaultBatch = 16;

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W].</summary>
    /// <param name="network">The network; it is put into evaluation mode.</param>
    /// <param name="inputs">Coarse maps and the network's further inputs.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="batch">Samples of a batch; fewer where the maps are larger than those that the network was built for.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The network does not accept the maps, or they do not fit into memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FlowMaps Predict(
        FlowNetwork network, FlowInputs inputs, string source, int batch = DefaultBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        return FineBand.Join(
            Bands(network, inputs, source, batch, cancellationToken),
            FineMaps.Create(network.Options.ScaleFactor, inputs.Coarse, source));
    }

    /// <summary>Infers all samples, at once where their maps are no larger than those that the network was built for.</summary>
    /// <returns>One band; it has a distribution where the samples are inferred at once by a network that gives one.</returns>
    /// <exception cref="BadInputException">The network does not accept the maps, or they do not fit into memory.</exception>
    public static FineBand Infer(FlowNetwork network, FlowInputs inputs, string source)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        FineBand[] bands = [.. Bands(network, inputs, source, inputs.Samples, CancellationToken.None)];
        if (bands is [var only])
        {
            return only;
        }

        var fine = FineMaps.Create(network.Options.ScaleFactor, inputs.Coarse, source);
        return new(0, 0, inputs.Coarse, FineBand.Join(bands, fine)) { Mask = inputs.Mask };
    }

    /// <summary>Infers batch by batch, so that the prediction need not fit into memory.</summary>
    /// <inheritdoc cref="Predict"/>
    internal static IEnumerable<FineBand> Bands(
        FlowNetwork network, FlowInputs inputs, string source, int batch, CancellationToken cancellationToken)
    {
        network.CheckInput(inputs, source);
        var coarse = inputs.Coarse;
        FineMaps.CheckAtOnce(coarse, coarse.Rows, network.Options.ScaleFactor, source, "infer it tile by tile");
        if (network.training)
        {
            network.eval(); // only where needed: other threads may be reading the flag
        }

        var step = BatchOf(network, coarse, batch);
        return Starts().Select(start => Infer(network, inputs, start, Math.Min(step, coarse.Samples - start)));

        IEnumerable<int> Starts()
        {
            for (var start = 0; start < coarse.Samples; start += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return start;
            }
        }
    }

    /// <summary>
    /// Returns the samples of a batch with as many cells as one of the network's own map size: larger maps go in smaller batches.
    /// </summary>
    internal static int BatchOf(FlowNetwork network, FlowMaps coarse, int batch)
    {
        var own = (long)batch * network.Options.Height * network.Options.Width;
        return (int)Math.Clamp(own / ((long)coarse.Rows * coarse.Columns), 1, batch);
    }

    private static FineBand Infer(FlowNetwork network, FlowInputs inputs, int start, int count)
    {
        using var noGradients = inference_mode(true);
        using var scope = NewDisposeScope();
        var samples = inputs.Slice(start, count);
        var output = network.call(FlowBatch.From(samples, network.Device));
        return new(start, 0, samples.Coarse, Maps(output.Fine))
        {
            Mask = samples.Mask,
            Distribution = output.Stages[^1].Distribution is { } distribution
                ? new(Maps(distribution.LogShares.exp()), Maps(distribution.Concentration)) { Following = distribution.Following }
                : null,
        };
    }

    private static FlowMaps Maps(Tensor tensor)
    {
        var maps = new FlowMaps(new((int)tensor.shape[0], (int)tensor.shape[1], (int)tensor.shape[2], (int)tensor.shape[3]));
        tensor.cpu().contiguous().AsSpan().CopyTo(maps.Values);
        return maps;
    }
}
