using System.Globalization;
using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>Checks before an inference that the machine's memory suffices for a large map.</summary>
internal static class InferenceMemory
{
    /// <summary>Side of the trial map: large enough for the network's memory to stand out from the process's own.</summary>
    private const int TriedSide = 64;

    // Maps below four trial maps need less memory than most machines have, and the trial would take a large part of the time.
    private const int LargeCells = 4 * TriedSide * TriedSide;
    private const long LargeBytes = 256L << 20;

    /// <summary>
    /// Checks that the network can infer a map at once. The memory that it takes a cell is measured on a smaller map.
    /// </summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="rows">Coarse rows.</param>
    /// <param name="columns">Coarse columns.</param>
    /// <param name="source">Where the maps come from, for the message.</param>
    /// <exception cref="BadInputException">The map needs more memory than is available.</exception>
    public static void Check(FlowNetwork network, int rows, int columns, string source)
    {
        var cells = (double)rows * columns;
        if (cells >= LargeCells && !network.FixedMapSize && network.Device.type == DeviceType.CPU && BytesPerCell(network) is { } bytes)
        {
            Require(
                (long)(bytes * cells), $"to infer a map of {rows} x {columns} cells with this {network.GetName()} at once", source,
                "; infer it tile by tile");
        }
    }

    /// <summary>Checks that memory is available.</summary>
    /// <param name="bytes">Bytes needed; less than 256 MiB are not checked.</param>
    /// <param name="purpose">What they are needed for, for the message.</param>
    /// <param name="source">Where the maps come from, for the message.</param>
    /// <param name="advice">What to do, for the message.</param>
    /// <exception cref="BadInputException">Less is available.</exception>
    public static void Require(
        long bytes, string purpose, string source, string advice = "; predict fewer slots at a time, or write them as .npy in tiles")
    {
        if (bytes >= LargeBytes && MemoryReport.Collect().FreeBytes is var free && bytes > free)
        {
            throw new BadInputException(source, $"needs about {Text(bytes)} of memory {purpose}, and {Text(free)} are available{advice}")
            {
                Setting = nameof(Tiling),
            };
        }
    }

    /// <summary>Formats bytes in MiB or GiB.</summary>
    public static string Text(long bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");

    /// <summary>Returns the process's growth during an inference in bytes a cell; null where the system does not report it.</summary>
    private static double? BytesPerCell(FlowNetwork network)
    {
        Infer(network); // the first inference also chooses its kernels
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
