namespace FineFlow.Ingest.Grid;

/// <summary>What is wrong with a row; <see cref="DropReason.None"/> if it is valid.</summary>
/// <param name="Start">What is wrong with a trip's start.</param>
/// <param name="End">What is wrong with a trip's end; equal to the start for other rows and where one end is not counted.</param>
internal readonly record struct RowProblems(DropReason Start, DropReason End)
{
    /// <summary>The reason to drop the whole row.</summary>
    public DropReason Row => End == DropReason.None ? DropReason.None : Start;

    /// <summary>Returns these problems, completed by another one.</summary>
    public RowProblems Or(DropReason other) => new(Start == DropReason.None ? other : Start, End == DropReason.None ? other : End);
}
