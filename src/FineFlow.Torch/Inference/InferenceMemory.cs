using System.Globalization;
using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>Whether a large map can be inferred in the memory that there is, to be asked before the work.</summary>
internal static class InferenceMemory
{
    /// <summary>Side of the map that is tried: large enough for the network's memory to stand out from the process's own.</summary>
    private const int TriedSide = 64;

    // Below four times what is tried a network needs less than most machines have, and trying would not be a small part of the work.
    private const int LargeCells = 4 * TriedSide * TriedSide;
    private const long LargeBytes = 256L << 20;

    /// <summary>Refuses a map that the network cannot infer at once. How much memory it takes a cell is measured on a smaller map.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="rows">Coarse rows.</param>
    /// <param name="columns">Coarse columns.</param>
    /// <param name="source">Where the maps come from, for the message.</param>
    /// <exception cref="BadInputException">The map needs more than there is.</exception>
    public static void Check(FlowNetwork network, int rows, int columns, string source)
    {
        var cells = (double)rows * columns;
        if (cells >= LargeCells && !network.FixedMapSize && network.Device.type == DeviceType.CPU && BytesPerCell(network) is { } bytes)
        {
            Require(
                (long)(bytes * cells), $"to infer a map of {rows} x {columns} cells with this {network.GetName()} at once", source,
                ": infer it tile by tile (predict --tile ROWSxCOLUMNS)");
        }
    }

    /// <summary>Refuses work that needs more memory than there is.</summary>
    /// <param name="bytes">What is needed; little is not looked at.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="source">Where the maps come from, for the message.</param>
    /// <param name="advice">What to do.</param>
    /// <exception cref="BadInputException">Less is available.</exception>
    public static void Require(
        long bytes, string purpose, string source, string advice = "; predict fewer slots at a time, or write them as .npy with --tile ROWSxCOLUMNS")
    {
        if (bytes >= LargeBytes && MemoryReport.Collect().FreeBytes is var free && bytes > free)
        {
            throw new BadInputException(source, $"needs about {Text(bytes)} of memory {purpose}, and {Text(free)} are available{advice}");
        }
    }

    /// <summary>Bytes for people.</summary>
    public static string Text(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");

    /// <summary>What the process grows by while it infers a map, for each of its cells; null where the system does not tell.</summary>
    private static double? BytesPerCell(FlowNetwork network)
    {
        Infer(network); // the first one also finds and builds its kernels
        if (!PeakMemory.Reset() || PeakMemory.Read() is not { } before)
        {
            return null;
        }

        Infer(network);
        return PeakMemory.Read() is { } peak ? (double)(peak - before) / (TriedSide * TriedSide) : null;
    }

    private static void Infer(FlowNetwork network)
    {
        using var noGradients = inference_mode(true);
        using var scope = NewDisposeScope();
        network.eval();
        network.call(new FlowBatch(
            ones(1, network.Options.InChannels, TriedSide, TriedSide),
            network.NeedsExternals ? tensor(new float[] { 15, 5, 0, 0, 1, 8, 1 }).unsqueeze(0) : null));
    }
}
