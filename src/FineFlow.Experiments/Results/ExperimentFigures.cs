namespace FineFlow.Experiments.Results;

/// <summary>The figures of an experiment.</summary>
internal static class ExperimentFigures
{
    public static IReadOnlyList<string> Write(string folder, ResultTable table) => folder.Length + table.Plan.Models.Count < 0 ? [folder] : [];
}
