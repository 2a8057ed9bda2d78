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
internal sealed record MeasuredSplit(string Split, Evaluation Evaluation, ErrorBreakdown Errors, CellErrors Cells)
{
    /// <summary>Runs a model over a split and compares its maps with the true ones.</summary>
    /// <exception cref="BadInputException">The model does not accept the split's maps, or infers values that are not finite.</exception>
    public static MeasuredSplit Of(FlowModel model, FlowSplit split, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(split);
        var inferred = Evaluation.Infer(model.Network, split, source, cancellationToken);
        return new(
            split.Name,
            Evaluation.Compare(split.Coarse, split.Fine, inferred),
            ErrorBreakdown.Of(split.Fine, inferred, split.Time, split.External),
            CellErrors.Of(split.Fine, inferred));
    }
}
