namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Arrays that do not fit each other, another split or the manifest: the loader's rules.</summary>
internal static class ShapeCheck
{
    private const string Name = "shape";

    public static IEnumerable<Finding> Find(DoctorContext context) =>
        from problem in context.Splits.SelectMany(SplitShapes.Problems)
            .Concat(DatasetRules.Problems(context.Folder, context.Manifest, context.Splits))
        where context.Unreadable.All(unreadable => unreadable.File != problem.File)
        select new Finding(FindingSeverity.Error, Name, problem.File, null, 1, problem.Problem, Repair(problem.File));

    private static string Repair(string file) => Path.GetFileName(file) switch
    {
        DatasetManifest.FileName => "correct the field",
        "ext.npy" or "time.npy" => "write one row a slot in every split, or delete the file in every split",
        _ => "cut all maps from the same slots and the same box, Y.npy at one multiple of X.npy",
    };
}
