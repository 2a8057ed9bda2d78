namespace FineFlow.Ingest.Clock;

/// <summary>The clock of times without a zone.</summary>
public enum InputClock
{
    /// <summary>The city's local clock.</summary>
    Local,

    /// <summary>UTC.</summary>
    Utc,

    /// <summary>The city's standard time all year, behind the local clock in summer.</summary>
    Standard,
}
