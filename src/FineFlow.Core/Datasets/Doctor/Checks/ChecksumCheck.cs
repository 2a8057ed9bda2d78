namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Files that have changed since their checksums were taken, and files without one.</summary>
internal static class ChecksumCheck
{
    private const string Name = "checksums";

    public static IEnumerable<Finding> Find(Patient patient)
    {
        var promised = patient.Manifest.Checksums ?? new Dictionary<string, string>();
        foreach (var (file, problem) in FileChecksums.Problems(patient.Folder, promised, patient.Checksums))
        {
            // A file that cannot even be opened has been named already.
            if (File.Exists(file) && !patient.Checksums.ContainsKey(patient.NameOf(file)))
            {
                continue;
            }

            yield return new(
                FindingSeverity.Error, Name, file, null, 1, problem, "get the file again; if the change is meant, renew checksums in dataset.json");
        }

        var unknown = patient.Checksums.Keys.Where(file => !promised.ContainsKey(file)).ToArray();
        if (unknown.Length > 0)
        {
            var files = unknown.Length == patient.Checksums.Count ? "any file" : string.Join(", ", unknown);
            yield return new(
                FindingSeverity.Note, Name, patient.ManifestPath, null, unknown.Length,
                Invariant($"has no checksum of {files}; a changed file would go unnoticed"),
                "add checksums: what sha256sum prints, by file name");
        }
    }
}
