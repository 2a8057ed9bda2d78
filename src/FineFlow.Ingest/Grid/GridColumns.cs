namespace FineFlow.Ingest.Grid;

/// <summary>Names of the input's columns. Null stands for the usual names (<see cref="ColumnGuess"/>).</summary>
public sealed record GridColumns
{
    /// <summary>
    /// Time of the event or position, or of the trip's start. A column of days and those of times of day have commas between (date,hour).
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Its longitude in degrees.</summary>
    public string? Longitude { get; init; }

    /// <summary>Its latitude in degrees.</summary>
    public string? Latitude { get; init; }

    /// <summary>Time of a trip's end, in one or several columns as <see cref="Time"/>.</summary>
    public string? EndTime { get; init; }

    /// <summary>Longitude of a trip's end.</summary>
    public string? EndLongitude { get; init; }

    /// <summary>Latitude of a trip's end.</summary>
    public string? EndLatitude { get; init; }

    /// <summary>Whole number that an event or trip counts; 1 without a column.</summary>
    public string? Weight { get; init; }

    /// <summary>Vehicle of a position.</summary>
    public string? Vehicle { get; init; }
}
