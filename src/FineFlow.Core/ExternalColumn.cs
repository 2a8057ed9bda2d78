namespace FineFlow.Core;

/// <summary>One column of external factors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Kind of its values.</param>
/// <param name="Size">Number of classes of a <see cref="ExternalKind.Category"/>; null for other kinds.</param>
public sealed record ExternalColumn(string Name, ExternalKind Kind, int? Size = null)
{
    /// <summary>Ending of the name of a column that is 0 everywhere, since its values are not known.</summary>
    public const string NotKnown = " (not known, 0)";

    /// <summary>Whether the values are known.</summary>
    public bool IsKnown => !Name.EndsWith(NotKnown, StringComparison.Ordinal);

    /// <summary>Largest value of a column that chooses rows of an embedding table, which begin at 0; null for other kinds.</summary>
    public int? Largest => Kind switch
    {
        ExternalKind.DayOfWeek => 7,
        ExternalKind.Hour => 23,
        ExternalKind.Category => Size - 1,
        _ => null,
    };
}
