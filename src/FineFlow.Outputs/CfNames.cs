namespace FineFlow.Outputs;

/// <summary>Names of variables as the CF conventions want them: letters, digits and underscores of ASCII.</summary>
internal static class CfNames
{
    /// <summary>Returns a text as a name; what a name cannot have becomes an underscore.</summary>
    public static string Of(string text) =>
        string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
}
