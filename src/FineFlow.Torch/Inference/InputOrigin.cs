using FineFlow.Core.Datasets;

namespace FineFlow.Torch.Inference;

/// <summary>What is known of where coarse maps come from.</summary>
/// <param name="Manifest">Place, slot length, channels and units, as far as known.</param>
/// <param name="Fingerprint">SHA-256 over the dataset's files; null where the maps are from no dataset.</param>
public sealed record InputOrigin(DatasetManifest Manifest, string? Fingerprint = null)
{
    /// <summary>A dataset's own.</summary>
    public static InputOrigin From(FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Manifest, data.Fingerprint);
    }
}
