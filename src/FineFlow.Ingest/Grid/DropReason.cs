namespace FineFlow.Ingest.Grid;

/// <summary>Why a row adds no count to a channel.</summary>
public enum DropReason
{
    /// <summary>It adds one.</summary>
    None,

    /// <summary>The record is no row of the table: too few or too many fields, a quote that does not end, no UTF-8.</summary>
    Malformed,

    /// <summary>The time is missing, unreadable or before 1970.</summary>
    BadTime,

    /// <summary>Longitude or latitude is missing, unreadable or beyond the earth.</summary>
    BadPosition,

    /// <summary>The weight is no whole number from 0 to a million.</summary>
    BadWeight,

    /// <summary>The vehicle is not named.</summary>
    BadVehicle,

    /// <summary>The trip ends before it starts.</summary>
    EndsBeforeStart,

    /// <summary>The time lies in the future.</summary>
    Future,

    /// <summary>The same row came before.</summary>
    Duplicate,

    /// <summary>Before the first or after the last day asked for.</summary>
    OutOfPeriod,

    /// <summary>Outside the hours asked for.</summary>
    OutOfHours,

    /// <summary>The slot has no place on the local clock: in the hour that daylight saving skips, or repeats.</summary>
    ClockChange,

    /// <summary>Outside the box.</summary>
    OutOfBox,

    /// <summary>A vehicle's first position.</summary>
    FirstPosition,

    /// <summary>Too long after the vehicle's previous position to know its way.</summary>
    LongGap,

    /// <summary>In the same cell as the vehicle's previous position.</summary>
    SameCell,

    /// <summary>In a slot that was left out because it has too few rows.</summary>
    ThinSlot,
}
