using FineFlow.Core.Metrics;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Torch.Models;

namespace FineFlow.Experiments.Reports;

/// <summary>
/// A page about fine maps that a model inferred of coarse counts alone. There is no truth to compare them with, and the page says so.
/// </summary>
internal static class InferencePage
{
    /// <summary>Writes the page.</summary>
    /// <exception cref="Core.BadInputException">The file cannot be written.</exception>
    public static void Save(string path, InferenceSummary summary) => AtomicFile.WriteText(path, Text(summary));

    /// <summary>Returns the page as HTML.</summary>
    public static string Text(InferenceSummary summary)
    {
        var card = summary.Card;
        return ReportPage.Frame(
            $"{summary.Name}, fine maps inferred by {card.Model}",
            $"{ModelCatalog.Find(card.Model).Title}. Coarse counts alone: what is true in the fine cells is not known, and no error is "
                + "measured.",
            Html.Headline(summary.Headline)
            + string.Concat(summary.Warnings.Select(warning => Html.Note($"{summary.Name} {warning}")))
            + Html.Section("slots", "Two slots", [.. summary.Pictures.Select(Picture)])
            + Html.Section("counts", "The counts", [.. summary.Notes.Select(Html.Paragraph)])
            + Html.Section("model", "The model", Model(summary)));
    }

    private static string Picture((string Title, byte[] Png) picture) => Html.Picture(new(
        ReportPart.Slots, $"{picture.Title}: a map of the inferred flow.", $"{picture.Title}, as inferred.", picture.Png));

    private static string Model(InferenceSummary summary)
    {
        var (card, manifest) = (summary.Card, summary.Card.Data?.Manifest);
        (string Name, string? Value)[] pairs =
        [
            ("model", card.Model),
            ("trained on", manifest?.Name),
            ("source of that", manifest?.Source),
            ("its counts", manifest?.Units),
            ("its slots", manifest?.SlotMinutes is { } minutes ? $"{minutes} minutes" : null),
            ("its training slots", card.Data is { } data ? NumberText.Whole(data.TrainSamples) : null),
            ("weights, SHA-256", card.WeightsSha256),
        ];
        var known = pairs.Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!));
        var measured = card.Validation is { } metrics
            ? MetricCatalog.All.Where(metric => !double.IsNaN(metrics[metric]))
                .Select(metric => (metric.Title, metric.Text(metrics[metric])))
            : [];
        return Html.Table("What inferred the maps", TextTable.Pairs(known))
            + Html.Table("Its errors on the validation split of its own city", TextTable.Pairs(measured));
    }
}
