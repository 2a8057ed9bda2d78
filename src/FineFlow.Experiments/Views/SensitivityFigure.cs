using System.Text.Json.Nodes;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Views;

/// <summary>
/// Errors over the values of each setting: one column for each setting, one row for each metric; the loss's settings apart.
/// </summary>
internal static class SensitivityFigure
{
    private const int SettingsOfFigure = 4;
    private const string LossPrefix = "loss.";

    public static IEnumerable<ExperimentFigure> Charts(ResultTable results)
    {
        var plan = results.Plan;
        var settings = plan.Variants.Select(variant => variant.Settings.Single().Key).Distinct()
            .GroupBy(setting => setting.StartsWith(LossPrefix, StringComparison.Ordinal) ? "loss" : "network")
            .SelectMany(part => part.Chunk(SettingsOfFigure).Select((names, index) =>
                (Part: index == 0 ? part.Key : $"{part.Key} {index + 1}", Names: names)));
        return
            from data in plan.Datasets
            from model in plan.Models
            from part in settings
            where part.Names.Any(setting => Rows(results, data.Name, model, setting).Any(row => row is not null))
            select new ExperimentFigure($"{data.Name} {model} {part.Part}", Chart(results, data, model, part.Names));
    }

    private static LineChart Chart(ResultTable results, ExperimentDataset data, string model, string[] settings)
    {
        var shown = settings.Where(setting => Rows(results, data.Name, model, setting).Any(row => row is not null)).ToList();
        return new(
            $"{model} on {data.Name}",
            FigureWords.Note(results.Plan),
            [.. PublishedMetrics.All.SelectMany(metric => shown.Select(setting => Panel(results, data, model, setting, metric)))],
            shown.Count);
    }

    private static LinePanel Panel(ResultTable results, ExperimentDataset data, string model, string setting, FlowMetric metric)
    {
        var values = Variants(results.Plan, setting).Select(variant => variant.Settings[setting]!).ToList();
        var usual = Usual(results.Plan, model, setting);
        var index = values.FindIndex(value => usual is not null && (double)value == (double)usual);
        return new(
            new(setting.Replace(LossPrefix, "", StringComparison.Ordinal)),
            FigureWords.Axis(metric, data),
            LineStops.Categories([.. values.Select(value => value.ToJsonString())]),
            [new(model, [.. Rows(results, data.Name, model, setting).Select(row => FigureWords.Value(row, metric))])])
        {
            Default = index < 0 ? null : index,
        };
    }

    private static IEnumerable<ResultRow?> Rows(ResultTable results, string dataset, string model, string setting) =>
        Variants(results.Plan, setting).Select(variant => results.Find(dataset, model, variant.Name));

    private static IEnumerable<Variant> Variants(ExperimentPlan plan, string setting) =>
        plan.Variants.Where(variant => variant.Settings.ContainsKey(setting));

    /// <summary>Returns the value that the setting has while others are swept; null where it is the only swept setting.</summary>
    private static JsonNode? Usual(ExperimentPlan plan, string model, string setting)
    {
        var other = plan.Variants.FirstOrDefault(variant => !variant.Settings.ContainsKey(setting));
        var run = plan.Jobs.FirstOrDefault(job => job.Manifest.Model == model && job.Variant == other?.Name)?.Manifest;
        if (run is null)
        {
            return null;
        }

        return setting.StartsWith(LossPrefix, StringComparison.Ordinal)
            ? SettingsBinder.ToJson(run.Loss)[setting[LossPrefix.Length..]]
            : SettingsBinder.ToJson(run.Options)[setting];
    }
}
