namespace FineFlow.Ingest.Maps;

/// <summary>Names of the columns of a table of counts. Null stands for the usual names (<see cref="CountRoles"/>).</summary>
internal sealed record CountColumns
{
    /// <summary>Row of the cell.</summary>
    public string? Row { get; init; }

    /// <summary>Column of the cell.</summary>
    public string? Column { get; init; }

    /// <summary>Number of the cell, row by row, in place of row and column.</summary>
    public string? Cell { get; init; }

    /// <summary>Longitude of the cell's centre, in place of row and column.</summary>
    public string? Longitude { get; init; }

    /// <summary>Latitude of the cell's centre.</summary>
    public string? Latitude { get; init; }

    /// <summary>The counts, a channel each; empty for the usual names.</summary>
    public IReadOnlyList<string> Count { get; init; } = [];
}
