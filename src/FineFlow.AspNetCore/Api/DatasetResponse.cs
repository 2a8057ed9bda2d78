using FineFlow.AspNetCore.Datasets;
using FineFlow.Core.Datasets;

namespace FineFlow.AspNetCore.Api;

/// <summary>A dataset as callers see it.</summary>
internal record DatasetResponse
{
    public DatasetResponse(ServedDataset data)
    {
        var split = data.Split;
        (Name, Title, Frames, Channels, Unit) = (data.Name, data.Title, split.Samples, data.Channels, data.Manifest.Units);
        (SlotMinutes, UpscalingFactor, CoarseRows, CoarseColumns) = (
            data.Manifest.SlotMinutes, data.ScaleFactor, split.Coarse.Rows, split.Coarse.Columns);
        Below = split.Below;
        Fingerprint = data.Origin.Fingerprint!;
        (BoundingBox, FineMaximum, CoarseMaximum) = (data.Manifest.BoundingBox, data.FineMaximum, data.CoarseMaximum);
    }

    public string Name { get; }

    public string Title { get; }

    public int Frames { get; }

    public IReadOnlyList<string> Channels { get; }

    public string? Unit { get; }

    public int? SlotMinutes { get; }

    public int UpscalingFactor { get; }

    public int CoarseRows { get; }

    public int CoarseColumns { get; }

    public BoundingBox? BoundingBox { get; }

    public float FineMaximum { get; }

    public float CoarseMaximum { get; }

    /// <summary>Missing counts are known to be smaller than this; null: nothing is known of them.</summary>
    public int? Below { get; }

    /// <summary>SHA-256 over the dataset's files.</summary>
    public string Fingerprint { get; }

    /// <summary>A dataset folder always has fine maps.</summary>
    public bool HasTruth { get; } = true;
}

/// <summary>A dataset with what is known of each frame.</summary>
internal sealed record DatasetDetailResponse : DatasetResponse
{
    public DatasetDetailResponse(ServedDataset data)
        : base(data)
    {
        var split = data.Split;
        var frames = Enumerable.Range(0, split.Samples);
        Times = [.. frames.Select(data.TimeText)];
        External = split.External is { } external ? [.. frames.Select(frame => external.Row(frame).ToArray())] : null;
        Totals = data.Totals;
    }

    public IReadOnlyList<string?> Times { get; }

    public IReadOnlyList<float[]>? External { get; }

    /// <summary>For each channel the sum of every frame's coarse counts, without those that are missing.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Totals { get; }
}

/// <summary>All datasets.</summary>
internal sealed record DatasetsResponse(IReadOnlyList<DatasetResponse> Datasets);

/// <summary>A fine cell over time.</summary>
internal sealed record CurveResponse(float[] True);

/// <summary>A fine cell over time, as it was and as a model infers it.</summary>
internal sealed record InferredCurveResponse(float[] Inferred, float[] True);
