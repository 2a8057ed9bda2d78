namespace FineFlow.Ingest.Tables;

/// <summary>Quotes untrusted text for SQL.</summary>
internal static class Sql
{
    /// <summary>Returns a quoted identifier.</summary>
    public static string Name(string identifier) => Quote(identifier, '"');

    /// <summary>Returns a string literal.</summary>
    public static string Text(string text) => Quote(text, '\'');

    /// <summary>Returns a list of string literals.</summary>
    public static string TextList(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Text))}]";

    private static string Quote(string text, char quote)
    {
        // The engine reads queries as C strings, which end at a zero.
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a name or text with a zero character", nameof(text));
        }

        return $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";
    }
}
