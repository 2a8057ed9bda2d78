namespace FineFlow.Ingest.Clock;

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
