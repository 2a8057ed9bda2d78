namespace FineFlow.Ingest.Grid;

/// <summary>What a row of the input is.</summary>
public enum GridKind
{
    /// <summary>Something that happened at a time and a place: one count in its cell and slot.</summary>
    Events,

    /// <summary>A trip from here to there: an outflow where and when it starts, an inflow where and when it ends.</summary>
    Trips,

    /// <summary>
    /// A position of a vehicle: it flows out of one cell and into another where two positions in a row lie in different cells.
    /// </summary>
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
