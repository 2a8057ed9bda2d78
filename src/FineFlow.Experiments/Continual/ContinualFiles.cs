using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Continual;

/// <summary>Writes an outcome: table.md with its figure, tables.tex, results.json and results.csv.</summary>
internal static class ContinualFiles
{
    private const string FigureName = "continual";

    /// <summary>Writes all files; returns their paths, the table first.</summary>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, ContinualOutcome outcome)
    {
        List<string> figures = [];
        if (ContinualFigure.Chart(outcome) is { } chart)
        {
            var (png, svg) = ChartFile.Save(Path.Combine(folder, FigureName), chart);
            figures = [png, svg];
        }

        var table = Path.Combine(folder, "table.md");
        var latex = Path.Combine(folder, "tables.tex");
        var json = Path.Combine(folder, "results.json");
        var csv = Path.Combine(folder, "results.csv");
        AtomicFile.WriteText(table, ContinualDocument.Write(outcome, Path.GetFileName(figures.FirstOrDefault())));
        AtomicFile.WriteText(latex, ContinualLatex.Write(outcome));
        JsonStyle.Write(json, ContinualReport.Of(outcome));
        AtomicFile.WriteText(csv, CsvTable.Of(ContinualTables.Errors(outcome)));
        return [table, latex, json, csv, .. figures];
    }
}
