namespace FineFlow.Ingest.Tables;

/// <summary>A way to write times.</summary>
/// <param name="Title">For people.</param>
/// <param name="Time">SQL: from a column to a TIMESTAMP or its kin, NULL where the value is not of this form.</param>
internal sealed record TimeForm(string Title, Func<string, string> Time)
{
    private static readonly string[] PartsWithTimeOfDay = ["%H", "%-H", "%I", "%-I", "%c", "%X"];

    /// <summary>Whether it tells the instant; the reading of a clock somewhere otherwise.</summary>
    public bool IsInstant { get; init; }

    /// <summary>Whether it tells the time of the day; the day alone otherwise.</summary>
    public bool HasTimeOfDay { get; init; } = true;

    /// <summary>The formats of strptime that the user can name for it; none where the form is found out in any case.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>SQL: microseconds since 1970, of UTC or of the clock; NULL where the value is not of this form.</summary>
    public string Microseconds(string column) => $"epoch_us({Time(column)})";

    /// <summary>Text of a format in the notation of strptime; with %z it tells instants.</summary>
    public static TimeForm Format(string format) => new(format, column => Parse(WithoutDecimals(column), format))
    {
        Formats = [format],
        IsInstant = format.Contains("%z", StringComparison.Ordinal),
        HasTimeOfDay = PartsWithTimeOfDay.Any(part => format.Contains(part, StringComparison.Ordinal)),
    };

    /// <summary>The form of a column whose type is one of times; null where it is another.</summary>
    public static TimeForm? OfType(string type) => type switch
    {
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => new(type, column => $"CAST({column} AS TIMESTAMP)"),
        "DATE" => new(type, column => $"CAST({column} AS TIMESTAMP)") { HasTimeOfDay = false },
        "TIMESTAMP WITH TIME ZONE" => new(type, column => column) { IsInstant = true },
        _ => null,
    };

    /// <summary>SQL: the text of a value. Whole numbers in a column of fractions have a ".0", which is no part of a format.</summary>
    public static string WithoutDecimals(string column)
    {
        var text = $"CAST({column} AS VARCHAR)";
        return $"CASE WHEN {text} LIKE '%.0' AND regexp_full_match({text}, '\\d+\\.0') THEN split_part({text}, '.', 1) ELSE {text} END";
    }

    /// <summary>SQL: a text read by the first of some formats that fits; NULL where none does.</summary>
    public static string Parse(string text, params IEnumerable<string> formats) => $"try_strptime({text}, {Sql.TextList(formats)})";
}
