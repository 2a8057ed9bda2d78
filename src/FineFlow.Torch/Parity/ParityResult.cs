namespace FineFlow.Torch.Parity;

/// <summary>Deviation of a network from a golden case. The figures are those of the worse of the two paths.</summary>
internal sealed record ParityResult
{
    /// <summary>The case's folder.</summary>
    public required string Case { get; init; }

    /// <summary>The catalog's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Trainable parameters of the network.</summary>
    public required long ParameterCount { get; init; }

    /// <inheritdoc cref="ParityPath.MaxAbsError"/>
    public double MaxAbsError => Math.Max(Plain.MaxAbsError, Shipped.MaxAbsError);

    /// <inheritdoc cref="ParityPath.MaxRelError"/>
    public double MaxRelError => Math.Max(Plain.MaxRelError, Shipped.MaxRelError);

    /// <inheritdoc cref="ParityPath.GradMaxRelError"/>
    public double GradMaxRelError => Math.Max(Plain.GradMaxRelError, Shipped.GradMaxRelError);

    /// <summary>Number of values compared: the output's cells and further results.</summary>
    public required long Cells { get; init; }

    /// <inheritdoc cref="ParityPath.CellsBeyondTolerance"/>
    public long CellsBeyondTolerance => Math.Max(Plain.CellsBeyondTolerance, Shipped.CellsBeyondTolerance);

    /// <inheritdoc cref="ParityPath.WorstOfTolerance"/>
    public double WorstOfTolerance => Math.Max(Plain.WorstOfTolerance, Shipped.WorstOfTolerance);

    /// <inheritdoc cref="ParityPath.Float32Noise"/>
    public double Float32Noise => Math.Max(Plain.Float32Noise, Shipped.Float32Noise);

    /// <summary>Whether the case passes on both paths.</summary>
    public bool Passed => Plain.Passed && Shipped.Passed;

    /// <summary>Description of the failure and its path; null where the case passes.</summary>
    public string? Failure
    {
        get
        {
            var failures = new[] { ("plain", Plain.Failure), ("shipped", Shipped.Failure) }.Where(path => path.Failure is not null);
            return Passed ? null : string.Join("; ", failures.Select(path => $"{path.Item1} path: {path.Failure}"));
        }
    }

    /// <summary>The network with libtorch's operators alone.</summary>
    public required ParityPath Plain { get; init; }

    /// <summary>The network as trained and used on this processor: with FineFlow's kernels where it has the sizes for them.</summary>
    public required ParityPath Shipped { get; init; }
}
