namespace FineFlow.Ingest.Grid;

/// <summary>Names of the input's columns; those not given are looked for under the usual names (<see cref="ColumnGuess"/>).</summary>
public sealed record GridColumns
{
    /// <summary>
    /// Time of the event or position, or of the trip's start; columns of its day and time of day with a comma between, as date,hour.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Its longitude in degrees.</summary>
    public string? Longitude { get; init; }

    /// <summary>Its latitude in degrees.</summary>
    public string? Latitude { get; init; }

    /// <summary>Time of a trip's end; of several columns like <see cref="Time"/>.</summary>
    public string? EndTime { get; init; }

    /// <summary>Longitude of a trip's end.</summary>
    public string? EndLongitude { get; init; }

    /// <summary>Latitude of a trip's end.</summary>
    public string? EndLatitude { get; init; }

    /// <summary>How much an event or trip counts, a whole number; 1 each where no column is named.</summary>
    public string? Weight { get; init; }

    /// <summary>The vehicle of a position.</summary>
    public string? Vehicle { get; init; }
}
