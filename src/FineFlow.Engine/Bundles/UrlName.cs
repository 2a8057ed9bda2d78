using System.Text.RegularExpressions;

namespace FineFlow.Engine.Bundles;

/// <summary>Names that stand in an address as they are.</summary>
internal static partial class UrlName
{
    /// <summary>
    /// Returns whether a name consists of letters, digits, dots, hyphens and underscores, 64 at most, and begins with one of the first two.
    /// </summary>
    public static bool Fits(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Pattern();
}
