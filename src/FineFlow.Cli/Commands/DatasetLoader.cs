using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary>Loads datasets for the commands, and prints their warnings on stderr.</summary>
internal static class DatasetLoader
{
    public static FlowDataset Load(string folder, bool strict, params string[] splits) =>
        Load(folder, new DatasetLoadOptions { Strict = strict, Splits = Wanted(splits) });

    private static FlowDataset Load(string folder, DatasetLoadOptions options)
    {
        var dataset = DatasetFolder.Load(folder, options);
        foreach (var warning in dataset.Warnings)
        {
            Output.Warning(warning);
        }

        return dataset;
    }

    /// <summary>Loads splits whose coarse cells may be missing.</summary>
    public static FlowDataset LoadMissing(string folder, bool strict, params string[] splits) =>
        Load(folder, new DatasetLoadOptions { Strict = strict, Splits = Wanted(splits), AdmitMissing = true });

    /// <summary>Loads a split, whose coarse cells may be missing, and what there is of the splits that baselines are fitted on.</summary>
    public static FlowDataset LoadWithBaselines(string folder, bool strict, string split)
    {
        var present = DatasetFolder.Present(folder).Select(files => files.Split);
        string[] splits = [split, .. present.Where(name => name is SplitNames.Train or SplitNames.Valid)];
        return LoadMissing(folder, strict, splits);
    }

    /// <summary>Returns the splits to load; null, for all that are there, where none is named.</summary>
    private static string[]? Wanted(string[] splits) => splits.Length == 0 ? null : splits;
}
