namespace FineFlow.Ingest.Grid;

/// <summary>Why a row adds no count to a channel.</summary>
public enum DropReason
{
    /// <summary>The row adds a count.</summary>
    None,

    /// <summary>The record is malformed: too few or too many fields, an open quote, or no UTF-8.</summary>
    Malformed,

    /// <summary>The time is missing, unreadable or before 1970.</summary>
    BadTime,

    /// <summary>Longitude or latitude is missing, unreadable or not on earth.</summary>
    BadPosition,

    /// <summary>The weight is not a whole number from 0 to a million.</summary>
    BadWeight,

    /// <summary>The vehicle's name is missing.</summary>
    BadVehicle,

    /// <summary>The trip ends before it starts.</summary>
    EndsBeforeStart,

    /// <summary>The time lies in the future.</summary>
    Future,

    /// <summary>The row is equal to an earlier one.</summary>
    Duplicate,

    /// <summary>Before the first or after the last requested day.</summary>
    OutOfPeriod,

    /// <summary>Outside of the requested hours.</summary>
    OutOfHours,

    /// <summary>The local clock skips or repeats the slot, because daylight saving begins or ends.</summary>
    ClockChange,

    /// <summary>Outside of the box.</summary>
    OutOfBox,

    /// <summary>A vehicle's first position.</summary>
    FirstPosition,

    /// <summary>Too long after the vehicle's previous position.</summary>
    LongGap,

    /// <summary>In the same cell as the vehicle's previous position.</summary>
    SameCell,

    /// <summary>In a slot that is left out because it has too few rows.</summary>
    ThinSlot,

    /// <summary>The table of stations does not have the station.</summary>
    UnknownStation,
}
