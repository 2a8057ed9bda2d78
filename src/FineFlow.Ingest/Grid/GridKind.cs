namespace FineFlow.Ingest.Grid;

/// <summary>What a row of the input is.</summary>
public enum GridKind
{
    /// <summary>Something that happened at a time and a place: one count in its cell and slot.</summary>
    Events,

    /// <summary>A trip from here to there: an outflow where and when it starts, an inflow where and when it ends.</summary>
    Trips,

    /// <summary>A position of a vehicle: it flows out of one cell and into another where two positions in a row lie in different cells.</summary>
    Traces,
}

/// <summary>Which of the two channels of trips and traces to count.</summary>
public enum FlowDirections
{
    /// <summary>Outflow, then inflow.</summary>
    Both,

    /// <summary>Outflow alone.</summary>
    Out,

    /// <summary>Inflow alone.</summary>
    In,
}

/// <summary>What times without a zone of their own mean.</summary>
public enum InputClock
{
    /// <summary>The clock of the city.</summary>
    Local,

    /// <summary>UTC.</summary>
    Utc,

    /// <summary>The city's standard time all year: in summer the clock of the city is ahead of it.</summary>
    Standard,
}
