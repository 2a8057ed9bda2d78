using System.Runtime.CompilerServices;

namespace FineFlow.Tests;

/// <summary>The pages in docs/.</summary>
internal static class Documentation
{
    /// <summary>The table of options of a page, between the comments "options" and "/options".</summary>
    public static string OptionTable(string page, [CallerFilePath] string caller = "")
    {
        const string Begin = "<!-- options -->\n", End = "<!-- /options -->";
        var text = File.ReadAllText(Find(page, Path.GetDirectoryName(caller)!)).ReplaceLineEndings("\n");
        return text[(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..text.IndexOf(End, StringComparison.Ordinal)];
    }

    private static string Find(string page, string folder)
    {
        var path = Path.Combine(folder, "docs", page);
        return File.Exists(path) ? path : Find(page, Path.GetDirectoryName(folder)!);
    }
}
