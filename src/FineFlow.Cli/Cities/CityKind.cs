namespace FineFlow.Cli.Cities;

/// <summary>What a row of a city's files is.</summary>
internal enum CityKind
{
    /// <summary>An event: time and place.</summary>
    Events,

    /// <summary>A trip: start and end.</summary>
    Trips,

    /// <summary>A vehicle's position.</summary>
    Traces,

    /// <summary>The count of a cell of a grid.</summary>
    Counts,
}
