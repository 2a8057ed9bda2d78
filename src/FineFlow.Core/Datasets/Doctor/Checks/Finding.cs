namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>One thing that is wrong with a dataset.</summary>
/// <param name="Severity">Severity of the finding.</param>
/// <param name="Check">The check that found it, as "sums".</param>
/// <param name="File">The file at fault, by its name in the folder: "train/Y.npy".</param>
/// <param name="Place">The first place in the file; null for the whole file.</param>
/// <param name="Count">Number of values, blocks, slots or fields concerned.</param>
/// <param name="Problem">The problem, in one line.</param>
/// <param name="Repair">The repair, in one line.</param>
internal sealed record Finding(
    FindingSeverity Severity, string Check, string File, string? Place, long Count, string Problem, string Repair);
