namespace FineFlow.Core.Tables;

/// <summary>The head of a column.</summary>
/// <param name="Title">The text above it.</param>
/// <param name="Alignment">The side at which Markdown sets its cells; in a terminal and in HTML all tables are set alike.</param>
/// <param name="Wraps">Whether its cells take several lines where a terminal is narrow; the others keep their width.</param>
/// <param name="Group">What it shares with the columns beside it, such as their dataset; it stands before the title.</param>
internal record Column(string Title, Alignment Alignment = Alignment.Left, bool Wraps = false, string? Group = null)
{
    /// <summary>The group and the title.</summary>
    public string Head => Group is null ? Title : $"{Group} {Title}";
}

/// <summary>A column, and how it shows a row.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="Title">The text above it.</param>
/// <param name="Show">The text of its cell.</param>
/// <param name="Alignment">The side at which Markdown sets its cells.</param>
/// <param name="Wraps">Whether its cells take several lines where a terminal is narrow.</param>
/// <param name="Group">What it shares with the columns beside it.</param>
internal sealed record Column<T>(
    string Title,
    Func<T, string> Show,
    Alignment Alignment = Alignment.Left,
    bool Wraps = false,
    string? Group = null)
    : Column(Title, Alignment, Wraps, Group);

/// <summary>The side at which the cells of a column stand.</summary>
internal enum Alignment
{
    /// <summary>For words.</summary>
    Left,

    /// <summary>For numbers.</summary>
    Right,
}
