namespace FineFlow.Experiments.Plans;

/// <summary>Converts names to folder names of small letters, digits, decimal points and single dashes.</summary>
internal static class PathNames
{
    private const int Longest = 60;

    public static string Of(string name)
    {
        var letters = name.ToLowerInvariant().Select((c, at) => char.IsAsciiLetterOrDigit(c) || IsPoint(name, at) ? c : ' ').ToArray();
        var joined = string.Join('-', new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return joined.Length <= Longest ? joined : joined[..Longest].TrimEnd('-', '.');
    }

    /// <summary>Returns whether a dot is a decimal point, which is kept; other dots have a meaning in file systems.</summary>
    private static bool IsPoint(string name, int at) =>
        name[at] == '.' && at > 0 && at < name.Length - 1 && char.IsAsciiDigit(name[at - 1]) && char.IsAsciiDigit(name[at + 1]);
}
