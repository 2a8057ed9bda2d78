using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Reports;

/// <summary>The data of a report.</summary>
/// <param name="Folder">The dataset folder.</param>
/// <param name="Dataset">The dataset; null where the data are missing.</param>
/// <param name="Notes">Notes about missing or different data.</param>
internal sealed record ReportData(string Folder, FlowDataset? Dataset, IReadOnlyList<string> Notes)
{
    /// <summary>The validation and the test split; empty where the data are missing.</summary>
    public IReadOnlyList<FlowSplit> Splits { get; } = [.. Dataset?.Splits.Where(split => split.Name != SplitNames.Train) ?? []];

    /// <summary>Loads the given dataset, or the run's own if it is unchanged.</summary>
    /// <exception cref="BadInputException">The given dataset cannot be loaded.</exception>
    public static ReportData Find(RunManifest run, string? given)
    {
        if (given is not null)
        {
            var data = Load(given);
            return new(given, data, data.Fingerprint == run.Data.Fingerprint
                ? []
                : [$"{given} holds other data than this run was trained on (the fingerprints differ): "
                    + "the numbers say how the model transfers"]);
        }

        try
        {
            var data = Load(run.DataFolder);
            return data.Fingerprint == run.Data.Fingerprint
                ? new(run.DataFolder, data, [])
                : Without(run, "holds other data than this run was trained on (the fingerprints differ)");
        }
        catch (BadInputException missing)
        {
            return Without(run, missing.InputSource == run.DataFolder ? missing.Problem : missing.Message);
        }
    }

    private static ReportData Without(RunManifest run, string problem) => new(
        run.DataFolder,
        null,
        [$"{run.DataFolder}: {problem}. "
            + "What needs the data is left out: the metrics on valid and test, errors by flow and hour, the maps and the sample slots"]);

    private static FlowDataset Load(string folder)
    {
        string[] present = [.. SplitNames.All.Where(split => Directory.Exists(Path.Combine(folder, split)))];
        return DatasetFolder.Load(folder, new()
        {
            Splits = present.Any(split => split != SplitNames.Train) ? present : [SplitNames.Test],
            AdmitMissing = true,
        });
    }
}
