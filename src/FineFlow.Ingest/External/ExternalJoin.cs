using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.External;

/// <summary>Joins weather and holidays to an existing dataset.</summary>
public static class ExternalJoin
{
    /// <summary>Reads a dataset whose slots have times, and writes it with external factors.</summary>
    /// <param name="folder">The dataset.</param>
    /// <param name="target">The folder to write; <paramref name="folder"/> itself to replace it.</param>
    /// <param name="options">Weather and holidays.</param>
    /// <param name="zone">The city's time zone, for observations in UTC.</param>
    /// <param name="overwrite">Whether an existing dataset may be replaced.</param>
    /// <exception cref="BadInputException">The dataset has no times, or a file cannot be used.</exception>
    public static ExternalReport Write(string folder, string target, ExternalOptions options, string? zone = null, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        var dataset = DatasetFolder.Load(folder);
        if (dataset.Splits.FirstOrDefault(split => split.Time is null) is { } timeless)
        {
            throw new BadInputException(folder, $"{timeless.Name} has no time.npy; the slots' times are expected, to find their weather");
        }

        var now = TimeProvider.System.GetUtcNow();
        var changes = zone is null ? null : ClockChanges.Find(zone, now);
        var external = ExternalTable.Read(options, new EngineLimits(), changes, now);
        var splits = dataset.Splits.Select(split => split with { External = external.At(split.Time!) }).ToArray();
        DatasetFolder.Write(target, dataset.Manifest with { Externals = external.Schema, Checksums = null }, splits, overwrite);
        return external.Report([.. splits.SelectMany(split => split.Time!)]);
    }
}
