namespace FineFlow.Experiments.Plans;

/// <summary>Names that people chose, as names of folders: small letters, digits and single dashes, nothing else.</summary>
internal static class PathNames
{
    private const int Longest = 60;

    public static string Of(string name)
    {
        var letters = name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : ' ').ToArray();
        var words = new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('.')).Where(word => word.Length > 0);
        var joined = string.Join('-', words);
        return joined.Length <= Longest ? joined : joined[..Longest].TrimEnd('-', '.');
    }
}
