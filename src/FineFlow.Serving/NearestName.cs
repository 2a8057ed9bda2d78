namespace FineFlow.Serving;

/// <summary>The name that was probably meant by one that is not known.</summary>
internal static class NearestName
{
    /// <summary>A question to put behind a message: "; did you mean 'coarse'?". Empty where nothing known is near.</summary>
    public static string Question(string name, IEnumerable<string> known) => Of(name, known) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>The nearest known name; null where every one differs in more than a third of its letters.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Where(other => Math.Abs(other.Length - name.Length) <= Reach(other))
        .Select(other => (Name: other, Edits: Edits(name.ToUpperInvariant(), other.ToUpperInvariant())))
        .Where(near => near.Edits <= Reach(near.Name))
        .OrderBy(near => near.Edits)
        .Select(near => near.Name)
        .FirstOrDefault();

    private static int Reach(string name) => Math.Max(1, name.Length / 3);

    /// <summary>Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment).</summary>
    private static int Edits(string one, string other)
    {
        var edits = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[one.Length, other.Length];
    }
}
