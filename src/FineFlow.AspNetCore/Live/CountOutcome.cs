namespace FineFlow.AspNetCore.Live;

/// <summary>What became of a message.</summary>
internal enum CountOutcome
{
    /// <summary>It is counted.</summary>
    Counted,

    /// <summary>It has been counted before, and is not again.</summary>
    Repeated,

    /// <summary>Its slot is no longer kept, so that it cannot be known whether it has been counted; it is not.</summary>
    Late,
}
