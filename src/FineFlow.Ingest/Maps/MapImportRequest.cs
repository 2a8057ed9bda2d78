using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Maps;

/// <summary>Options for making a dataset of fine maps.</summary>
internal sealed record MapImportRequest
{
    /// <summary>The file: .npy, .npz, .h5 or .hdf5.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the array in the file; null where only one can be maps.</summary>
    public string? Key { get; init; }

    /// <summary>Upscaling factor N: the coarse maps are block sums of N x N cells.</summary>
    public required int Factor { get; init; }

    /// <summary>Division into splits, in the order of time.</summary>
    public SplitRatio Ratio { get; init; } = new(7, 1, 2);

    /// <summary>File of the slots' starts, seconds since 1970 on the local clock; null without one.</summary>
    public string? Time { get; init; }

    /// <summary>Start of the first slot on the local clock, where slots follow without a gap; null where it is not known.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Length of a slot in minutes; null to take it from the file.</summary>
    public int? Slot { get; init; }
}
