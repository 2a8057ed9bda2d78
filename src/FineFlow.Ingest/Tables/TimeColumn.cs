namespace FineFlow.Ingest.Tables;

/// <summary>A column of times, with the forms in each file.</summary>
/// <param name="Column">The column.</param>
/// <param name="Groups">Groups of files with the same forms.</param>
internal sealed record TimeColumn(TableColumn Column, IReadOnlyList<TimeGroup> Groups)
{
    /// <summary>SQL of the microseconds since 1970; -1 for no time.</summary>
    public string Microseconds => Groups.Count == 1
        ? Groups[0].Microseconds(Column)
        : $"CASE {string.Concat(Groups.Select(group => $"WHEN {IsIn(group)} THEN {group.Microseconds(Column)} "))}END";

    /// <summary>Whether times without a zone are in UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Whether the times are instants rather than readings of a local clock.</summary>
    public bool AreInstants => IsUtc || Groups.Any(group => group.Forms.Any(form => form.IsInstant));

    /// <summary>Description of the forms.</summary>
    public string Title => string.Join(" and ", Groups.SelectMany(group => group.Forms).Select(form => form.Title).Distinct())
        + (IsUtc ? " in UTC" : "");

    private static string IsIn(TimeGroup group) => $"{TableScan.File} IN ({string.Join(", ", group.Files.Select(Sql.Text))})";
}

/// <summary>Files with times in the same forms.</summary>
/// <param name="Files">The files.</param>
/// <param name="Forms">The forms; the first that fits reads a value.</param>
internal sealed record TimeGroup(IReadOnlyList<string> Files, IReadOnlyList<TimeForm> Forms)
{
    /// <summary>Returns SQL for the microseconds since 1970; -1 for no time.</summary>
    public string Microseconds(TableColumn column) =>
        $"COALESCE({string.Concat(Forms.Select(form => $"{form.Microseconds(column.Reference)}, "))}-1)";
}
