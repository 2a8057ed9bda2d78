using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary>Loads datasets for the commands, and prints their warnings on stderr.</summary>
internal static class DatasetLoader
{
    public static FlowDataset Load(string folder, bool strict, params string[] splits) =>
        Load(folder, new DatasetLoadOptions { Strict = strict, Splits = splits.Length == 0 ? null : splits });

    /// <summary>Loads a split whose coarse cells may be missing.</summary>
    public static FlowDataset LoadMissing(string folder, bool strict, string split) =>
        Load(folder, new DatasetLoadOptions { Strict = strict, Splits = [split], AdmitMissing = true });

    private static FlowDataset Load(string folder, DatasetLoadOptions options)
    {
        var dataset = DatasetFolder.Load(folder, options);
        foreach (var warning in dataset.Warnings)
        {
            Output.Warning(warning);
        }

        return dataset;
    }
}
