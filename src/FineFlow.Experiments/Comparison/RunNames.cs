namespace FineFlow.Experiments.Comparison;

/// <summary>Names of runs for tables and maps: what their paths do not share.</summary>
internal static class RunNames
{
    /// <summary>A name for each path: without the folders at the beginning and at the end that all of them have in common.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        var all = paths
            .Select(path => Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        var shortest = all.Min(parts => parts.Length);
        var before = Enumerable.Range(0, shortest).TakeWhile(at => all.All(parts => parts[at] == all[0][at])).Count();
        var after = Enumerable.Range(1, shortest - before).TakeWhile(at => all.All(parts => parts[^at] == all[0][^at])).Count();

        // Of a/x and a/b/x nothing but "" would be left of the first: then the ends stay.
        after = all.All(parts => parts.Length > before + after) ? after : 0;
        return all.All(parts => parts.Length > before) ? [.. all.Select(parts => string.Join('/', parts[before..^after]))] : paths;
    }
}
