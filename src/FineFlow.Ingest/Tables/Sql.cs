namespace FineFlow.Ingest.Tables;

/// <summary>Text of others inside SQL, where it can end nothing and start nothing.</summary>
internal static class Sql
{
    /// <summary>An identifier, quoted.</summary>
    public static string Name(string identifier) => Quote(identifier, '"');

    /// <summary>A string literal.</summary>
    public static string Text(string text) => Quote(text, '\'');

    /// <summary>A list of string literals.</summary>
    public static string TextList(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Text))}]";

    private static string Quote(string text, char quote)
    {
        // The engine takes its queries as C strings: a zero would cut one short.
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a name or text with a zero character", nameof(text));
        }

        return $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";
    }
}
