using System.Text.RegularExpressions;

namespace FineFlow.Ingest.Archives;

/// <summary>Names of entries: untrusted paths, which are checked and never used as paths.</summary>
internal static partial class EntryName
{
    private const int LongestShown = 80;

    /// <summary>Returns the name with slashes, also for archives packed on Windows.</summary>
    public static string Normalized(string name) => name.Replace('\\', '/');

    /// <summary>Returns what is wrong with a normalized name; null for a valid one.</summary>
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

    /// <summary>Returns the name, shortened for messages.</summary>
    public static string Shown(string name) => name.Length <= LongestShown ? name : $"{name[..LongestShown]}...";

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex DriveLetter();
}
