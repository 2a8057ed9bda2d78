namespace FineFlow.EndToEnd.Tests.Faults;

/// <summary>How a use of a file fails. The numbers are those of failing_files.c.</summary>
public enum Fault
{
    /// <summary>An input/output error, and all is well after it.</summary>
    Error,

    /// <summary>The disk is full from then on; half of a write is written.</summary>
    Full,

    /// <summary>The program ends on the spot, in the middle of a write.</summary>
    Crash,
}
