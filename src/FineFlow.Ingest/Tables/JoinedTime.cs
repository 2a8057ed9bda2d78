using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// A column of times, or a column of days joined with those of the time of day, like "date,time" or "date,hour,minute". The result is text
/// like 2024-01-01 8:00, whose form is detected as any other. Hours are whole numbers from 0 to 23. Numbers of three or four digits are
/// hours and minutes; those of five or six digits have seconds too.
/// </summary>
internal static class JoinedTime
{
    /// <summary>Pattern of a time of day on a clock.</summary>
    public const string Clock = @"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?|\d{1,2} ?[AaPp][Mm]";

    /// <summary>Pattern of a time of day as a number.</summary>
    public const string Number = @"\d{1,6}(\.0+)?";

    private const string Midnight = @"[ T]+(0?0:00(:00([.]0+)?)?|12:00(:00)? ?[Aa][Mm])$";
    private const int MostParts = 4, LastHour = 23;

    /// <summary>Finds the column of a name, or joins the columns of several names with commas between.</summary>
    /// <exception cref="BadInputException">A column is missing, or they are no day and time of day.</exception>
    public static TableColumn Find(Engine engine, InputTable table, string name, string role)
    {
        var parts = name.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is 1 or > MostParts || table.Find(name) is not null)
        {
            return table.Column(name, role);
        }

        TableColumn[] columns = [.. parts.Select(part => table.Column(part, role))];
        var time = columns.Length == 2
            ? Time(engine, table, columns[1])
            : string.Join(" || ':' || ", columns.Skip(2).Select(TwoDigits).Prepend(Hour(engine, table, columns[1])));
        return new(name, $"({Day(columns[0])} || ' ' || {time})", "VARCHAR");
    }

    /// <summary>Returns SQL for the day, without a midnight after it.</summary>
    private static string Day(TableColumn column) => $"regexp_replace({Text(column)}, {Sql.Text(Midnight)}, '')";

    private static string Time(Engine engine, InputTable table, TableColumn column)
    {
        var number = Most(engine, table, column, $"length({Digits(column)})") switch
        {
            <= 2 => $"{Hour(engine, table, column)} || ':00'",
            <= 4 => $"regexp_replace(lpad({Digits(column)}, 4, '0'), '(..)(..)', '\\1:\\2')",
            _ => $"regexp_replace(lpad({Digits(column)}, 6, '0'), '(..)(..)(..)', '\\1:\\2:\\3')",
        };
        return $"CASE WHEN {IsNumber(column)} THEN {number} "
            + $"WHEN regexp_full_match({Text(column)}, {Sql.Text(Clock)}) "
            + $"THEN regexp_replace({Text(column)}, '^(\\d{{1,2}}) ?([AaPp])', '\\1:00 \\2') END";
    }

    private static string Hour(Engine engine, InputTable table, TableColumn column)
    {
        var latest = Most(engine, table, column, $"CAST({Digits(column)} AS INTEGER)");
        return latest <= LastHour
            ? TwoDigits(column)
            : throw new BadInputException(table.Title, $"column '{column.Name}' has the hour {latest}; 0 to {LastHour} are expected");
    }

    private static long Most(Engine engine, InputTable table, TableColumn column, string measure)
    {
        var most = engine.Rows(table.Title, $"SELECT COALESCE(max({measure}), 0) FROM {table.Scan(engine).From} WHERE {IsNumber(column)}");
        return Convert.ToInt64(most[0][0], CultureInfo.InvariantCulture);
    }

    private static string TwoDigits(TableColumn column) =>
        $"CASE WHEN {IsNumber(column)} AND length({Digits(column)}) <= 2 THEN lpad({Digits(column)}, 2, '0') END";

    private static string IsNumber(TableColumn column) => $"regexp_full_match({Text(column)}, {Sql.Text(Number)})";

    private static string Digits(TableColumn column) => $"split_part({Text(column)}, '.', 1)";

    private static string Text(TableColumn column) => $"trim({column.AsText})";
}
