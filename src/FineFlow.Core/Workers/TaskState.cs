namespace FineFlow.Core.Workers;

/// <summary>How far a planned task is.</summary>
internal enum TaskState
{
    /// <summary>Nobody has it.</summary>
    Free,

    /// <summary>A process has it, or died with it less than the expiry ago.</summary>
    Taken,

    /// <summary>Its result is there.</summary>
    Finished,

    /// <summary>It is a training that has diverged.</summary>
    Diverged,
}
