namespace FineFlow.Core.Settings;

/// <summary>Words of a POSIX shell.</summary>
internal static class ShellWord
{
    /// <summary>Returns a text as one word, in quotes where it needs them.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static bool IsPlain(char character) =>
        char.IsAsciiLetterOrDigit(character) || "._-/=:+,".Contains(character, StringComparison.Ordinal);
}
