namespace FineFlow.Core.Tables;

/// <summary>A table for people, before it is rendered for a terminal, as Markdown, HTML or CSV. Its cells are plain text.</summary>
internal sealed class TextTable
{
    private readonly List<IReadOnlyList<string>> _rows;

    private TextTable(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<string>> rows, bool hasHead) =>
        (Columns, _rows, HasHead) = (columns, [.. rows], hasHead);

    /// <summary>The columns.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The rows, each with a cell for each column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>Whether the titles of the columns are shown.</summary>
    public bool HasHead { get; }

    /// <summary>Returns a table with a row for each item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="columns">The columns.</param>
    public static TextTable Of<T>(IEnumerable<T> items, params IReadOnlyList<Column<T>> columns) =>
        new(columns, items.Select(item => columns.Select(column => column.Show(item)).ToArray()), hasHead: true);

    /// <summary>Returns a table of names and their values, without a head.</summary>
    /// <param name="pairs">The names and values.</param>
    public static TextTable Pairs(IEnumerable<(string Name, string Value)> pairs) =>
        new([new("name"), new("value", Wraps: true)], pairs.Select(pair => (string[])[pair.Name, pair.Value]), hasHead: false);

    /// <summary>
    /// Returns a table for each group of columns, with the columns of no group before it; the table itself where there are no groups.
    /// </summary>
    public IEnumerable<TextTable> ByGroup()
    {
        var groups = Columns.Select(column => column.Group).OfType<string>().Distinct().ToList();
        return groups.Count == 0 ? [this] : groups.Select(group =>
        {
            int[] kept = [.. Enumerable.Range(0, Columns.Count).Where(index => (Columns[index].Group ?? group) == group)];
            return new TextTable(
                [.. kept.Select(index => Columns[index])], Rows.Select(row => kept.Select(index => row[index]).ToArray()), HasHead);
        });
    }

    /// <summary>Appends a row that no item stands for, such as a sum.</summary>
    /// <param name="cells">Its cells; the rest of the row is empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more cells than columns.</exception>
    public void Add(params IReadOnlyList<string> cells)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cells.Count, Columns.Count);
        _rows.Add([.. cells, .. Enumerable.Repeat("", Columns.Count - cells.Count)]);
    }
}
