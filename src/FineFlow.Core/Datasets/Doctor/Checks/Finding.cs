namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>One thing that is wrong with a dataset.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Check">The check that found it, as "sums".</param>
/// <param name="File">The file at fault, by its name in the folder: "train/Y.npy".</param>
/// <param name="Place">Where in the file, the first place if there are several; null where it is the whole file.</param>
/// <param name="Count">How many values, blocks, slots or fields it concerns.</param>
/// <param name="Problem">What is wrong, in one line.</param>
/// <param name="Repair">What would mend it, in one line.</param>
public sealed record Finding(FindingSeverity Severity, string Check, string File, string? Place, long Count, string Problem, string Repair);
