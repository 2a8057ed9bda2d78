using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary>Loads datasets for the commands, and prints their warnings on stderr.</summary>
internal static class DatasetLoader
{
    public static FlowDataset Load(string folder, bool strict, params string[] splits)
    {
        var dataset = DatasetFolder.Load(folder, new DatasetLoadOptions { Strict = strict, Splits = splits.Length == 0 ? null : splits });
        foreach (var warning in dataset.Warnings)
        {
            Output.Warning(warning);
        }

        return dataset;
    }
}
