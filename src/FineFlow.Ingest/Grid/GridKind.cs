namespace FineFlow.Ingest.Grid;

/// <summary>Meaning of a row of the input.</summary>
public enum GridKind
{
    /// <summary>An event at a time and a place: one count in its cell and slot.</summary>
    Events,

    /// <summary>A trip: an outflow at its start, an inflow at its end.</summary>
    Trips,

    /// <summary>
    /// A position of a vehicle. Two consecutive positions in different cells are an outflow of the first and an inflow of the second.
    /// </summary>
    Traces,
}

/// <summary>Channels of trips and traces to count.</summary>
public enum FlowDirections
{
    /// <summary>Outflow, then inflow.</summary>
    Both,

    /// <summary>Outflow alone.</summary>
    Out,

    /// <summary>Inflow alone.</summary>
    In,
}
