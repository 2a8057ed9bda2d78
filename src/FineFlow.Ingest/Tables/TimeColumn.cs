using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>A column of times, and how they are written.</summary>
/// <param name="Column">The column.</param>
/// <param name="Form">How it writes times.</param>
internal sealed record TimeColumn(TableColumn Column, TimeForm Form)
{
    private const int SampleRows = 10_000;

    /// <summary>SQL: microseconds since 1970; -1 where there is no time.</summary>
    public string Microseconds => $"COALESCE({Form.Microseconds(Column.Reference)}, -1)";

    /// <summary>Finds out how a column writes times.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="format">The format, if the user names it.</param>
    /// <exception cref="BadInputException">Nothing in it is a time, two forms fit equally well, or the format is none.</exception>
    public static TimeColumn Of(Engine engine, InputTable table, TableColumn column, string? format = null)
    {
        if (format is not null)
        {
            return new(column, Checked(engine, TimeForm.Format(format)));
        }

        if (!column.IsText)
        {
            return new(column, TimeForm.OfType(column.Type)
                ?? throw new BadInputException(table.Title, $"column '{column.Name}' is of type {column.Type}, which holds no times"));
        }

        var likely = Best(engine, table, column, TimeForm.OfText, SampleRows);
        if (likely.Count > 1)
        {
            // The first days of a month fit month/day and day/month alike: only all rows can tell.
            likely = Best(engine, table, column, likely, long.MaxValue);
        }

        return likely.Count == 1
            ? new(column, likely[0])
            : throw new BadInputException(
                table.Title,
                $"column '{column.Name}' may be {string.Join(" or ", likely.Select(form => $"'{form.Title}'"))}; name the format of its times");
    }

    private static IReadOnlyList<TimeForm> Best(Engine engine, InputTable table, TableColumn column, IReadOnlyList<TimeForm> forms, long rows)
    {
        var counts = string.Join(", ", forms.Select(form => $"count({form.Time("v")})"));
        var values = $"SELECT {column.Reference} AS v FROM {table.Scan(engine).From} WHERE {column.Reference} IS NOT NULL";
        var limit = rows.ToString(CultureInfo.InvariantCulture);
        var found = engine.Rows(table.Title, $"SELECT {counts}, any_value(v) FROM ({values} LIMIT {limit})")[0];
        var hits = found.SkipLast(1).Select(count => Convert.ToInt64(count, CultureInfo.InvariantCulture)).ToArray();
        return hits.Max() > 0
            ? [.. forms.Where((_, index) => hits[index] == hits.Max())]
            : throw new BadInputException(
                table.Title,
                found[^1] is string value ? $"column '{column.Name}' has no times in a known form ('{value}'); name their format" : $"column '{column.Name}' is empty; times are expected");
    }

    private static TimeForm Checked(Engine engine, TimeForm form)
    {
        engine.Rows($"time format '{form.Title}'", $"SELECT {form.Time("''")}");
        return form;
    }
}
