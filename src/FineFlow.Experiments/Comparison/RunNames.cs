namespace FineFlow.Experiments.Comparison;

/// <summary>Short names of runs, for tables and maps.</summary>
internal static class RunNames
{
    /// <summary>Returns a name for each path: the path without its first and last folders that all paths have in common.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        var all = paths
            .Select(path => Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        var shortest = all.Min(parts => parts.Length);
        var before = Enumerable.Range(0, shortest).TakeWhile(at => all.All(parts => parts[at] == all[0][at])).Count();
        var after = Enumerable.Range(1, shortest - before).TakeWhile(at => all.All(parts => parts[^at] == all[0][^at])).Count();

        // Of a/x and a/b/x, the first would be left with an empty name: then the last folders are kept.
        after = all.All(parts => parts.Length > before + after) ? after : 0;
        return all.All(parts => parts.Length > before) ? [.. all.Select(parts => string.Join('/', parts[before..^after]))] : paths;
    }
}
