using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Measurement;

/// <summary>A model's errors on a split, in raw counts.</summary>
/// <param name="Split">The split's name.</param>
/// <param name="Evaluation">Metrics and conservation.</param>
/// <param name="Errors">Errors by sample, true flow and hour.</param>
/// <param name="Cells">Errors by fine cell.</param>
/// <param name="Baselines">What costs nothing on the split, and what is possible.</param>
internal sealed record MeasuredSplit(string Split, Evaluation Evaluation, ErrorBreakdown Errors, CellErrors Cells, Baselines Baselines)
{
    /// <summary>Errors in districts that were left out, and in the others; null where they were not told apart.</summary>
    public IReadOnlyList<MeasuredPart>? Parts { get; init; }

    /// <summary>The share of the removable error that the model removes; null without a noise floor.</summary>
    public double? RemovableShare => Baselines.RemovableShare(Evaluation.Metrics[MetricCatalog.Mse]);

    /// <summary>Runs a model over a split and compares its maps with the true ones.</summary>
    /// <exception cref="BadInputException">The model does not accept the split's maps, or infers values that are not finite.</exception>
    public static MeasuredSplit Of(
        FlowModel model,
        FlowDataset data,
        string split,
        Baselines baselines,
        LeftOutBlocks? leftOut = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var measured = data[split];
        var inferred = Evaluation.Infer(model.Network, measured, $"{data.Folder}/{split}", cancellationToken);
        return new(
            split,
            Evaluation.Compare(measured, inferred),
            ErrorBreakdown.Of(measured.Fine, inferred, measured.Time, measured.External),
            CellErrors.Of(measured.Fine, inferred),
            baselines)
        {
            Parts = leftOut is null ? null : MeasuredPart.Of(leftOut, measured, inferred),
        };
    }
}
