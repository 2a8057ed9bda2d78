namespace FineFlow.Ingest.Tables;

/// <summary>A form of times.</summary>
/// <param name="Title">Description for messages.</param>
/// <param name="Time">SQL from a column to a TIMESTAMP or similar, NULL where the value does not have this form.</param>
internal sealed record TimeForm(string Title, Func<string, string> Time)
{
    private static readonly string[] PartsWithTimeOfDay = ["%H", "%-H", "%I", "%-I", "%c", "%X"];

    /// <summary>Creates the form of values whose text matches a regular expression, blanks around it aside.</summary>
    /// <param name="title">Description for messages.</param>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="time">SQL from a column whose text matches to a TIMESTAMP or similar.</param>
    public TimeForm(string title, string pattern, Func<string, string> time)
        : this(title, column => $"CASE WHEN {Matches($"CAST({column} AS VARCHAR)", pattern)} THEN {time(column)} END") => Pattern = pattern;

    /// <summary>
    /// Regular expression of the whole text of every value that has this form, and maybe of others; null for none. It is much cheaper to
    /// plan and to test than <see cref="Time"/>.
    /// </summary>
    public string? Pattern { get; }

    /// <summary>Whether it is an instant rather than a reading of a local clock.</summary>
    public bool IsInstant { get; init; }

    /// <summary>Whether it has a time of day besides the day.</summary>
    public bool HasTimeOfDay { get; init; } = true;

    /// <summary>The strptime formats by which it can be named; empty where the form is always detected.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Returns SQL for the microseconds since 1970 of UTC or of the clock; NULL where the value does not have this form.</summary>
    public string Microseconds(string column) => $"epoch_us({Time(column)})";

    /// <summary>Returns SQL for whether a text matches a regular expression, blanks around it aside.</summary>
    public static string Matches(string text, string pattern) => $"regexp_full_match({text}, {Sql.Text($@"\s*({pattern})\s*")})";

    /// <summary>Returns the form of a strptime format; with %z it is an instant.</summary>
    public static TimeForm Format(string format) => new(format, column => Parse(WithoutDecimals(column), format))
    {
        Formats = [format],
        IsInstant = format.Contains("%z", StringComparison.Ordinal),
        HasTimeOfDay = PartsWithTimeOfDay.Any(part => format.Contains(part, StringComparison.Ordinal)),
    };

    /// <summary>Returns the form of a column of a time type; null for other types.</summary>
    public static TimeForm? OfType(string type) => type switch
    {
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => new(type, column => $"CAST({column} AS TIMESTAMP)"),
        "DATE" => new(type, column => $"CAST({column} AS TIMESTAMP)") { HasTimeOfDay = false },
        "TIMESTAMP WITH TIME ZONE" => new(type, column => column) { IsInstant = true },
        _ => null,
    };

    /// <summary>Returns SQL for a value's text, without the ".0" of whole numbers in columns of fractions.</summary>
    public static string WithoutDecimals(string column)
    {
        var text = $"CAST({column} AS VARCHAR)";
        return $"CASE WHEN {text} LIKE '%.0' AND regexp_full_match({text}, '\\d+\\.0') THEN split_part({text}, '.', 1) ELSE {text} END";
    }

    /// <summary>Returns SQL that reads a text by the first format that fits; NULL where none does.</summary>
    public static string Parse(string text, params IEnumerable<string> formats) => $"try_strptime({text}, {Sql.TextList(formats)})";
}
