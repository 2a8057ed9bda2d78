using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Reads the splits of one task and compares them with the publication.</summary>
internal static class TaxiBjReader
{
    /// <summary>Reads the splits.</summary>
    /// <exception cref="BadInputException">A file is damaged, or does not have TaxiBJ's shape.</exception>
    public static IReadOnlyList<FlowSplit> Read(TaxiBjFiles task, TransferMeter meter, CancellationToken cancellationToken) =>
        [.. SplitNames.All.Select(split => ReadSplit(task, split, meter, cancellationToken))];

    private static FlowSplit ReadSplit(TaxiBjFiles task, string name, TransferMeter meter, CancellationToken cancellationToken)
    {
        PublishedFile File(int part) => task.Files[$"{name}/{TaxiBjLayout.Parts[part]}"];
        var coarse = ReadPart(File(0), FlowFiles.ReadMaps, meter, cancellationToken);
        CheckMaps(coarse, TaxiBjTask.CoarseSize, File(0).Name);
        var fine = ReadPart(File(1), FlowFiles.ReadMaps, meter, cancellationToken);
        CheckMaps(fine, TaxiBjTask.FineSize, File(1).Name);
        CheckSamples(fine.Samples, coarse.Samples, File(1).Name);
        var external = ReadPart(File(2), FlowFiles.ReadExternal, meter, cancellationToken);
        CheckSamples(external.Samples, coarse.Samples, File(2).Name);
        return new(name, coarse, fine, external);
    }

    private static T ReadPart<T>(PublishedFile file, Func<Stream, string, T> read, TransferMeter meter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stream = file.Open();
        try
        {
            var part = read(stream, file.Name);
            meter.Add(file.Length);
            return part;
        }
        catch (IOException failure)
        {
            throw new BadInputException(file.Name, $"cannot be read: {failure.Message}", failure);
        }
    }

    private static void CheckMaps(FlowMaps maps, int size, string source)
    {
        if ((maps.Channels, maps.Rows, maps.Columns) != (1, size, size))
        {
            throw new BadInputException(source, $"has shape {maps}; [n, {size}, {size}] is expected of TaxiBJ");
        }
    }

    private static void CheckSamples(int samples, int expected, string source)
    {
        if (samples != expected)
        {
            throw new BadInputException(source, $"has {samples} samples; {expected} are expected, as in X.npy");
        }
    }
}
