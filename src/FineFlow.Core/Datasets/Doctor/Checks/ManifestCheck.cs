namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Finds fields of <c>dataset.json</c> that are invalid or contradict ext.npy.</summary>
internal static class ManifestCheck
{
    private const string Name = "manifest";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        if (!File.Exists(context.ManifestPath))
        {
            yield return new(
                FindingSeverity.Note, Name, context.ManifestPath, null, 1, "is not there: units, place and slot length are unknown",
                "write one (docs/data.md); GeoTIFF output needs its bounding_box");
        }

        foreach (var problem in ManifestRules.Problems(context.Manifest))
        {
            yield return new(FindingSeverity.Error, Name, context.ManifestPath, null, 1, problem, "mend the field, or leave it out");
        }

        if (context.Manifest.Externals is { } externals && externals.Columns.Count > 0 != context.Splits.Any(HasExternal))
        {
            yield return new(
                FindingSeverity.Warning, Name, context.ManifestPath, null, 1,
                externals.Columns.Count > 0
                    ? "externals names columns, but no split has ext.npy"
                    : "externals is empty, but there is ext.npy",
                externals.Columns.Count > 0 ? "set externals to []" : "describe the columns in externals");
        }
    }

    private static bool HasExternal(SplitParts split) => File.Exists(split.Files.External);
}
