using System.Text.RegularExpressions;

namespace FineFlow.Ingest.Tables;

/// <summary>Finds a column that seems to hold the time of day, where another one holds the day.</summary>
internal static partial class TimeOfDayColumn
{
    private const int FirstRows = 1000;

    /// <summary>Returns the name of the column; null without one, or where the day is already joined with one.</summary>
    public static string? Guess(Engine engine, InputTable table, TableColumn day)
    {
        TableColumn[] columns = [.. table.Columns.Where(column => column != day)];
        if (columns.Length is 0 || columns.Length == table.Columns.Count)
        {
            return null;
        }

        var texts = string.Join(", ", columns.Select((column, index) => $"trim({column.AsText}) AS v{index}"));
        var sample = $"SELECT {texts} FROM {table.Scan(engine, [table.Files[0]]).From} LIMIT {FirstRows}";
        var measures = columns.Select((column, index) => $"bool_and({Fits(column, $"v{index}")}) FILTER (WHERE v{index} <> '')");
        var fits = engine.Rows(table.Title, $"SELECT {string.Join(", ", measures)} FROM ({sample})")[0];
        return columns.Where((_, index) => fits[index] is true).OrderByDescending(column => IsNamed(column)).FirstOrDefault()?.Name;
    }

    /// <summary>Returns SQL for whether a text is a time of day. Numbers count only in columns whose names say so.</summary>
    private static string Fits(TableColumn column, string text) =>
        $"regexp_full_match({text}, {Sql.Text(IsNamed(column) ? $"{JoinedTime.Clock}|{JoinedTime.Number}" : JoinedTime.Clock)})";

    private static bool IsNamed(TableColumn column) => Name().IsMatch(column.Name);

    [GeneratedRegex("hour|time|minute|clock|hhmm|(^|[^a-z])(hr|hh|tod)([^a-z]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
