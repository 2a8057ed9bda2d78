using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Slots;
using FineFlow.Plots;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Reports;

/// <summary>Draws a report's pictures.</summary>
internal static class ReportPictures
{
    private const double Quiet = 0.1, Median = 0.5, Busiest = 1;

    /// <summary>Draws the training curve; none for a model that is not trained by gradients.</summary>
    public static IEnumerable<ReportPicture> OfTraining(RunManifest run, IReadOnlyList<EpochRecord> history)
    {
        // A logarithmic axis cannot show a loss of 0.
        var epochs = history
            .Where(epoch => epoch.TrainLoss is not null)
            .Select(epoch => new TrainingEpoch(epoch.Epoch, epoch.TrainLoss!.Value, epoch.Valid[MetricCatalog.Mse]))
            .Where(epoch => epoch.TrainLoss > 0 && epoch.ValidationMse > 0)
            .Where(epoch => double.IsFinite(epoch.TrainLoss) && double.IsFinite(epoch.ValidationMse))
            .ToList();
        if (epochs.Count == 0)
        {
            yield break;
        }

        var (first, last, best) = (epochs[0], epochs[^1], epochs.MinBy(epoch => epoch.ValidationMse)!);
        yield return new(
            ReportPart.Training,
            $"Two curves by epoch. Training loss: from {NumberText.Brief(first.TrainLoss)} to {NumberText.Brief(last.TrainLoss)}. "
                + $"Validation MSE: from {NumberText.Brief(first.ValidationMse)} to {NumberText.Brief(last.ValidationMse)}, "
                + $"smallest in epoch {best.Epoch} with {NumberText.Brief(best.ValidationMse)}.",
            "Training loss and MSE on the validation split, both logarithmic.",
            TrainingCurveFigure.Png(new($"{run.Model}, recipe {run.Recipe.Name}, loss {run.LossName}", epochs)));
    }

    /// <summary>Draws the map of the mean error and three slots of the last measured split.</summary>
    public static IEnumerable<ReportPicture> OfData(FlowModel model, ReportData data, IReadOnlyList<MeasuredSplit> measured)
    {
        if (measured.Count == 0)
        {
            yield break;
        }

        var unit = model.Card.Data?.Manifest.Units ?? "counts";
        yield return MapOf(measured[^1], unit);
        foreach (var (name, note, rank) in new[]
        {
            ("A quiet slot", "one slot in ten has less flow", Quiet),
            ("The median slot", "half of the slots have less flow", Median),
            ("The busiest slot", "no slot has more flow", Busiest),
        })
        {
            yield return SlotOf(model, data, name, note, rank, unit);
        }
    }

    private static ReportPicture MapOf(MeasuredSplit measured, string unit)
    {
        var map = new SignedMap
        {
            Title = "Mean error of each cell",
            Subtitle = $"inferred − true flow, {measured.Split} split",
            Unit = unit,
            Values = measured.Cells.Mean,
            Columns = measured.Cells.Columns,
            Below = "too little is inferred",
            Above = "too much is inferred",
        };
        return new(
            ReportPart.Map,
            $"Map of the mean error. Too little flow is inferred in {NumberText.Share(map.ShareBelow)} of the cells, "
                + $"too much in {NumberText.Share(map.ShareAbove)}; "
                + $"the mean error of a cell is at most {NumberText.Brief(map.Values.Max(Math.Abs))} {unit}.",
            $"Where the model infers too little (blue) and too much (orange) on average over the {measured.Split} split.",
            SignedMapFigure.Png(map));
    }

    private static ReportPicture SlotOf(FlowModel model, ReportData data, string name, string note, double rank, string unit)
    {
        var slot = SplitSlot.AtRank(data.Splits[^1], rank);
        var subtitle = $"{slot.When} · {NumberText.Whole((long)slot.Total)} counts in all";
        var comparison = slot.Compare(model, name, subtitle, unit, data.Folder);
        var interval = comparison.Interval is null ? "" : ", the width of the 90 % interval";
        return new(
            ReportPart.Slots,
            $"{name}, {slot.When}, with {NumberText.Whole((long)slot.Total)} counts in all: coarse, inferred and true map{interval} and "
                + "error map side by side.",
            $"{name} of the {slot.Split.Name} split by its total flow ({note}).",
            FlowComparisonFigure.Png(comparison));
    }
}
