using System.Text.RegularExpressions;

namespace FineFlow.Ingest.Archives;

/// <summary>Names of entries: paths from outside, looked at and never followed.</summary>
internal static partial class EntryName
{
    private const int LongestShown = 80;

    /// <summary>The name with slashes, also where it was packed on Windows.</summary>
    public static string Normalized(string name) => name.Replace('\\', '/');

    /// <summary>What is wrong with a normalized name; null if nothing is.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0 || name.Any(char.IsControl))
        {
            return "has no printable name; a path is expected";
        }

        return name.StartsWith('/') || DriveLetter().IsMatch(name) || name.Split('/').Contains("..")
            ? "leads out of the archive; paths below its root are expected"
            : null;
    }

    /// <summary>As much of a name as a message can show.</summary>
    public static string Shown(string name) => name.Length <= LongestShown ? name : $"{name[..LongestShown]}...";

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex DriveLetter();
}
