using FineFlow.Core.Datasets;

namespace FineFlow.Torch.Inference;

/// <summary>Tells whether two datasets are of one place, by what they say about themselves.</summary>
internal static class PlaceComparison
{
    /// <summary>
    /// Compares the data of a bundle with others. Equal data are of the same place; other boxes are other places; equal boxes are the same
    /// place unless the names differ, as two made-up cities have one box; without boxes the names decide.
    /// </summary>
    /// <param name="trained">The data of the bundle; null where its card does not describe them.</param>
    /// <param name="data">The others.</param>
    /// <returns>Null where that does not tell.</returns>
    public static WeightsPlace? Of(DataDescription? trained, FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (trained is null || trained.Fingerprint == data.Fingerprint)
        {
            return trained is null ? null : WeightsPlace.Same;
        }

        bool? sameName = trained.Manifest.Name is { } name && data.Manifest.Name is { } other ? name == other : null;
        return (trained.Manifest.BoundingBox, data.Manifest.BoundingBox, sameName) switch
        {
            ({ } own, { } box, _) when !TrainingFit.IsSame(own, box) => WeightsPlace.Other,
            ({ }, { }, false) => null,
            ({ }, { }, _) or (_, _, true) => WeightsPlace.Same,
            (_, _, false) => WeightsPlace.Other,
            _ => null,
        };
    }
}
