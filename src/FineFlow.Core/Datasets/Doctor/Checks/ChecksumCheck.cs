namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Files that have changed since their checksums were taken, and files without one.</summary>
internal static class ChecksumCheck
{
    private const string Name = "checksums";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        var promised = context.Manifest.Checksums ?? new Dictionary<string, string>();
        foreach (var (file, problem) in FileChecksums.Problems(context.Folder, promised, context.Checksums))
        {
            // A file that cannot even be opened has been named already.
            if (File.Exists(file) && !context.Checksums.ContainsKey(context.NameOf(file)))
            {
                continue;
            }

            yield return new(
                FindingSeverity.Error, Name, file, null, 1, problem,
                "get the file again; if the change is meant, renew checksums in dataset.json");
        }

        var unknown = context.Checksums.Keys.Where(file => !promised.ContainsKey(file)).ToArray();
        if (unknown.Length > 0)
        {
            var files = unknown.Length == context.Checksums.Count ? "any file" : string.Join(", ", unknown);
            yield return new(
                FindingSeverity.Note, Name, context.ManifestPath, null, unknown.Length,
                Invariant($"has no checksum of {files}; a changed file would go unnoticed"),
                "add checksums: what sha256sum prints, by file name");
        }
    }
}
