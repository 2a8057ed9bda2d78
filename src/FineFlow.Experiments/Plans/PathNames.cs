namespace FineFlow.Experiments.Plans;

/// <summary>Names that people chose, as names of folders: small letters, digits, decimal points and single dashes, nothing else.</summary>
internal static class PathNames
{
    private const int Longest = 60;

    public static string Of(string name)
    {
        var letters = name.ToLowerInvariant().Select((c, at) => char.IsAsciiLetterOrDigit(c) || IsPoint(name, at) ? c : ' ').ToArray();
        var joined = string.Join('-', new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return joined.Length <= Longest ? joined : joined[..Longest].TrimEnd('-', '.');
    }

    /// <summary>A decimal point is worth keeping; other dots mean things to file systems.</summary>
    private static bool IsPoint(string name, int at) =>
        name[at] == '.' && at > 0 && at < name.Length - 1 && char.IsAsciiDigit(name[at - 1]) && char.IsAsciiDigit(name[at + 1]);
}
