namespace FineFlow.Torch.Parity;

/// <summary>How near a network comes to a golden case on one of the two paths that it is computed on.</summary>
public sealed record ParityPath
{
    /// <summary>Largest |got - want| of the output and of further results that the case holds.</summary>
    public required double MaxAbsError { get; init; }

    /// <summary>Largest |got - want| / |want| of the same, over values above the absolute tolerance.</summary>
    public required double MaxRelError { get; init; }

    /// <summary>And over all gradients; 0 where the case has none.</summary>
    public required double GradMaxRelError { get; init; }

    /// <summary>Values of output and further results beyond the case's tolerance.</summary>
    public required long CellsBeyondTolerance { get; init; }

    /// <summary>Largest |got - want| of them over its tolerance.</summary>
    public required double WorstOfTolerance { get; init; }

    /// <summary>
    /// What float32 rounding alone does to this case: the largest |float32 - float64| of the network over the tolerance. Measured only
    /// where a cell is beyond it.
    /// </summary>
    public double? Float32Noise { get; init; }

    /// <summary>Whether the case passes; see <see cref="GoldenCase"/>.</summary>
    public bool Passed => Failure is null;

    /// <summary>What failed, or null.</summary>
    public string? Failure { get; init; }
}
