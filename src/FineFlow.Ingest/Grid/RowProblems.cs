namespace FineFlow.Ingest.Grid;

/// <summary>What is wrong with a row; <see cref="DropReason.None"/> where nothing is.</summary>
/// <param name="Start">Of a trip, with its start.</param>
/// <param name="End">Of a trip, with its end. Of other rows, and where one end is not counted, the same.</param>
internal readonly record struct RowProblems(DropReason Start, DropReason End)
{
    /// <summary>What makes the whole row useless.</summary>
    public DropReason Row => End == DropReason.None ? DropReason.None : Start;

    /// <summary>These and, where there is none, another.</summary>
    public RowProblems Or(DropReason other) => new(Start == DropReason.None ? other : Start, End == DropReason.None ? other : End);
}
