namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Files that are missing or cannot be read, and splits that training would miss.</summary>
internal static class FileCheck
{
    private const string Name = "files";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var (file, problem) in context.Unreadable)
        {
            yield return new(FindingSeverity.Error, Name, file, null, 1, problem, Repair(file));
        }

        var splits = context.Splits.Select(split => split.Name).ToArray();
        foreach (var missing in new[] { SplitNames.Train, SplitNames.Valid }.Except(splits))
        {
            yield return new(
                FindingSeverity.Note, Name, Path.Combine(context.Folder, missing), null, 1,
                "is not there; training needs train and valid", "split the slots in time order, or use this folder for evaluation alone");
        }
    }

    private static string Repair(string file) => Path.GetExtension(file) == ".json"
        ? "mend the field, or delete the file: it is optional"
        : "write it again from its source with numpy.save or fineflow data";
}
