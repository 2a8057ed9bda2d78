namespace FineFlow.AspNetCore.Fresh;

/// <summary>Tells whether files below a folder were written since it was asked last. The first time it says yes.</summary>
/// <param name="folder">The folder; one that cannot be read counts as empty.</param>
internal sealed class FolderState(string folder)
{
    private List<(string Path, long Bytes, DateTime Written)>? _seen;

    /// <summary>Looks at the files.</summary>
    public bool HasChanged()
    {
        var files = Files();
        var changed = _seen is null || !_seen.SequenceEqual(files);
        _seen = files;
        return changed;
    }

    private List<(string, long, DateTime)> Files()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                    .Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc))
                    .OrderBy(file => file.FullName, StringComparer.Ordinal),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
