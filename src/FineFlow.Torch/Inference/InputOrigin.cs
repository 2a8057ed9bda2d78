using FineFlow.Core.Datasets;

namespace FineFlow.Torch.Inference;

/// <summary>Origin of coarse maps, as far as it is known.</summary>
/// <param name="Manifest">Place, slot length, channels and units, as far as known.</param>
/// <param name="Fingerprint">SHA-256 over the dataset's files; null where the maps come from no dataset.</param>
public sealed record InputOrigin(DatasetManifest Manifest, string? Fingerprint = null)
{
    /// <summary>Returns the origin of a dataset's maps.</summary>
    public static InputOrigin From(FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Manifest, data.Fingerprint);
    }
}
