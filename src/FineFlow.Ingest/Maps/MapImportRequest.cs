using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Maps;

/// <summary>Options for making a dataset of fine maps.</summary>
internal sealed record MapImportRequest
{
    /// <summary>The files of fine counts.</summary>
    public required CountRequest Counts { get; init; }

    /// <summary>Upscaling factor N: the coarse maps are block sums of N x N cells.</summary>
    public required int Factor { get; init; }

    /// <summary>Division into splits, in the order of time.</summary>
    public SplitRatio Ratio { get; init; } = new(7, 1, 2);

    /// <summary>The dataset's name; null for that of its folder.</summary>
    public string? Name { get; init; }
}
