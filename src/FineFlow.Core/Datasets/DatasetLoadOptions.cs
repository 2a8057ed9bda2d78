namespace FineFlow.Core.Datasets;

/// <summary>Options of <see cref="DatasetFolder.Load"/>.</summary>
public sealed record DatasetLoadOptions
{
    /// <summary>Whether every warning is an error, as fine maps that do not sum to their coarse maps.</summary>
    public bool Strict { get; init; }

    /// <summary>The splits to read (<see cref="SplitNames"/>); all that are there if null.</summary>
    public IReadOnlyList<string>? Splits { get; init; }

    /// <summary>Whether NaN in X.npy marks a missing count (<see cref="FlowSplit.Mask"/>); it is refused otherwise.</summary>
    public bool AdmitMissing { get; init; }
}
