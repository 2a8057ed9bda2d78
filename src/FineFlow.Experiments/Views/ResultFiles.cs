using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Views;

/// <summary>Writes an experiment's results: table.md with its figures, tables.tex, references.bib, results.json and results.csv.</summary>
internal static class ResultFiles
{
    /// <summary>The file with the papers of the models.</summary>
    public const string References = "references.bib";

    /// <summary>Writes all files; returns their paths, the tables first.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="outcome">The results.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, ExperimentOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var table = new ResultTable(outcome);
        var figures = ExperimentFigures.Write(folder, table);
        var document = Path.Combine(folder, "table.md");
        var latex = Path.Combine(folder, "tables.tex");
        var references = Path.Combine(folder, References);
        var json = Path.Combine(folder, "results.json");
        var csv = Path.Combine(folder, "results.csv");
        var pictures = figures.Select(figure => Path.GetFileName(figure)).Where(name => name.EndsWith(".png", StringComparison.Ordinal));
        AtomicFile.WriteText(document, ExperimentDocument.Write(table, [.. pictures]));
        AtomicFile.WriteText(latex, LatexDocument.Write(table));
        AtomicFile.WriteText(references, BibTex.Of(outcome.Plan.Models.Select(ModelCatalog.Find)));
        JsonStyle.Write(json, ExperimentReport.Of(outcome));
        AtomicFile.WriteText(csv, Csv(outcome.Results.Select(measured => measured.Result)));
        return [document, latex, references, json, csv, .. figures];
    }

    /// <summary>Returns a line for each training; the columns are the fields of result.json.</summary>
    internal static string Csv(IEnumerable<TrainingResult> results)
    {
        var rows = results
            .Select(result => Flatten((JsonObject)JsonSerializer.SerializeToNode(result, JsonStyle.Document)!).ToList())
            .ToList();
        var columns = rows.SelectMany(row => row.Select(field => field.Key)).Distinct().ToList();
        return CsvTable.Of(TextTable.Of(rows, [.. columns.Select(column => new Column<List<KeyValuePair<string, JsonNode?>>>(
            column, row => Cell(row.FirstOrDefault(field => field.Key == column).Value)))]));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Flatten(JsonObject fields) => fields.SelectMany(field =>
        field.Value is JsonObject inner
            ? Flatten(inner).Select(part => KeyValuePair.Create($"{field.Key}_{part.Key}", part.Value))
            : [field]);

    private static string Cell(JsonNode? value) =>
        value is JsonValue json && json.TryGetValue<string>(out var word) ? word : value?.ToJsonString() ?? "";
}
