namespace FineFlow.Core;

/// <summary>The known name that a mistyped one was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>Letters that tell which name is begun, where a name is written in part.</summary>
    private const int ShortestStart = 3;

    /// <summary>Entries of a folder that are looked at.</summary>
    private const int MostEntries = 10_000;

    /// <summary>Returns a question for the end of a message, as "; did you mean 'plgf'?"; empty where no known name is near.</summary>
    /// <param name="name">The name that is not known.</param>
    /// <param name="known">The names that are.</param>
    public static string Question(string name, IEnumerable<string> known) => Of(name, known) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>Returns the same question for a file or folder that is not there, out of what lies beside it.</summary>
    /// <param name="path">The path that leads nowhere.</param>
    public static string QuestionOfPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Path.Exists(path))
        {
            return "";
        }

        try
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
            var folder = Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)));
            return folder is null
                ? ""
                : Question(name, Directory.EnumerateFileSystemEntries(folder).Take(MostEntries).Select(entry => Path.GetFileName(entry)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }

    /// <summary>
    /// Returns the known name that is nearest by edit distance; null where every one differs in more than a third of its letters.
    /// </summary>
    /// <param name="name">The name that is not known; upper and lower case are the same.</param>
    /// <param name="known">The names that are.</param>
    public static string? Of(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        return known
            .Select(other => (Name: other, Edits: Edits(name, other)))
            .Where(other => other.Edits is not null)
            .OrderBy(other => other.Edits)
            .ThenBy(other => Math.Abs(other.Name.Length - name.Length))
            .Select(other => other.Name)
            .FirstOrDefault();
    }

    /// <summary>
    /// Returns the number of edits from one name to another; null for too many. An unfinished name has the largest number.
    /// </summary>
    private static int? Edits(string name, string known)
    {
        var most = known.Length == 1 ? 0 : Math.Max(1, known.Length / 3);
        if (Math.Abs(known.Length - name.Length) <= most)
        {
            var distance = Distance(name.ToUpperInvariant(), known.ToUpperInvariant());
            if (distance <= most)
            {
                return distance;
            }
        }

        return name.Length >= ShortestStart && known.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? int.MaxValue : null;
    }

    /// <summary>Letters to insert, to leave out, to replace, or to swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string one, string other)
    {
        var edits = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[one.Length, other.Length];
    }
}
