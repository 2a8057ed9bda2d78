namespace FineFlow.Core.Datasets;

/// <summary>The outer edges of the grid in the units of its coordinate system (degrees, or metres if projected).</summary>
public sealed record BoundingBox
{
    /// <summary>South edge.</summary>
    public required double South { get; init; }

    /// <summary>North edge.</summary>
    public required double North { get; init; }

    /// <summary>West edge.</summary>
    public required double West { get; init; }

    /// <summary>East edge.</summary>
    public required double East { get; init; }
}
