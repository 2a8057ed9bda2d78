namespace FineFlow.Ingest.Tables;

/// <summary>A column of times, and how each file writes them.</summary>
/// <param name="Column">The column.</param>
/// <param name="Groups">Files of the same forms, and those.</param>
internal sealed record TimeColumn(TableColumn Column, IReadOnlyList<TimeGroup> Groups)
{
    /// <summary>SQL: microseconds since 1970; -1 where there is no time.</summary>
    public string Microseconds => Groups.Count == 1
        ? Groups[0].Microseconds(Column)
        : $"CASE {string.Concat(Groups.Select(group => $"WHEN {IsIn(group)} THEN {group.Microseconds(Column)} "))}END";

    /// <summary>Whether the times tell instants; the readings of a clock somewhere otherwise.</summary>
    public bool AreInstants => Groups.Any(group => group.Forms.Any(form => form.IsInstant));

    /// <summary>The forms, for people.</summary>
    public string Title => string.Join(" and ", Groups.SelectMany(group => group.Forms).Select(form => form.Title).Distinct());

    private static string IsIn(TimeGroup group) => $"{TableScan.File} IN ({string.Join(", ", group.Files.Select(Sql.Text))})";
}

/// <summary>Files that write times in the same forms.</summary>
/// <param name="Files">The files.</param>
/// <param name="Forms">The forms; each value is read by the first that fits.</param>
internal sealed record TimeGroup(IReadOnlyList<string> Files, IReadOnlyList<TimeForm> Forms)
{
    /// <summary>SQL: microseconds since 1970; -1 where there is no time.</summary>
    public string Microseconds(TableColumn column) =>
        $"COALESCE({string.Concat(Forms.Select(form => $"{form.Microseconds(column.Reference)}, "))}-1)";
}
