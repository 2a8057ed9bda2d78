namespace FineFlow.Ingest.Grid;

/// <summary>What is wrong with a row; <see cref="DropReason.None"/> where nothing is.</summary>
/// <param name="Start">Of a trip, with its start.</param>
/// <param name="End">Of a trip, with its end; of other rows, the same.</param>
internal readonly record struct RowProblems(DropReason Start, DropReason End)
{
    /// <summary>Whether one problem makes the whole row useless.</summary>
    public bool AreOfWholeRow => Start != DropReason.None && Start == End;

    /// <summary>These and, where there is none, another.</summary>
    public RowProblems Or(DropReason other) => new(Start == DropReason.None ? other : Start, End == DropReason.None ? other : End);
}
