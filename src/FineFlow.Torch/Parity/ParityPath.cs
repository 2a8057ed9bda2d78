namespace FineFlow.Torch.Parity;

/// <summary>Deviation of a network from a golden case on one of the two paths of computation.</summary>
internal sealed record ParityPath
{
    /// <summary>Largest |computed - expected| of the output and of the case's further results.</summary>
    public required double MaxAbsError { get; init; }

    /// <summary>Largest |computed - expected| / |expected| of the same values, where |expected| is above the absolute tolerance.</summary>
    public required double MaxRelError { get; init; }

    /// <summary>Largest |computed - expected| / |expected| of all gradients; 0 where the case has none.</summary>
    public required double GradMaxRelError { get; init; }

    /// <summary>Number of values of output and further results beyond the tolerance.</summary>
    public required long CellsBeyondTolerance { get; init; }

    /// <summary>Largest |computed - expected| of these values over its tolerance.</summary>
    public required double WorstOfTolerance { get; init; }

    /// <summary>Effect of float32 rounding alone: largest |float32 - float64| of the network over the tolerance.</summary>
    public required double Float32Noise { get; init; }

    /// <summary>Whether the case passes; see <see cref="GoldenCase"/>.</summary>
    public bool Passed => Failure is null;

    /// <summary>Description of the failure; null where the case passes.</summary>
    public string? Failure { get; init; }
}
