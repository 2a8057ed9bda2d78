namespace FineFlow.Ingest.Tables;

/// <summary>A way to write times.</summary>
/// <param name="Title">For people.</param>
/// <param name="IsInstant">Whether it tells the instant; the reading of a clock somewhere otherwise.</param>
/// <param name="Time">SQL: from a column to a TIMESTAMP or its kin, NULL where it is not of this form.</param>
internal sealed record TimeForm(string Title, bool IsInstant, Func<string, string> Time)
{
    private const string Clock = @"\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]+[0-9:.]+)?\s*";
    private const string Zoned = @"\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]+[0-9:.]+ ?([Zz]|UTC|[+-]\d{2}(:?\d{2})?)\s*";

    /// <summary>Seconds, milliseconds, microseconds or nanoseconds since 1970 in UTC, told apart by their size.</summary>
    public static TimeForm Epoch { get; } = new("seconds, milli-, micro- or nanoseconds since 1970 (UTC)", true, column =>
        $"CASE WHEN TRY_CAST({column} AS DOUBLE) BETWEEN 1e8 AND 1e17 THEN make_timestamp(CAST(TRY_CAST({column} AS DOUBLE) * "
        + $"CASE WHEN TRY_CAST({column} AS DOUBLE) < 1e11 THEN 1e6 WHEN TRY_CAST({column} AS DOUBLE) < 1e14 THEN 1e3 ELSE 1 END AS BIGINT)) "
        + $"WHEN TRY_CAST({column} AS DOUBLE) BETWEEN 1e17 AND 1e19 THEN make_timestamp(CAST(TRY_CAST({column} AS DOUBLE) / 1e3 AS BIGINT)) END");

    /// <summary>Forms of text that are recognised, the likelier first.</summary>
    public static IReadOnlyList<TimeForm> OfText { get; } =
    [
        new("2014-04-01 00:11:00", false, column => Matching(column, Clock, "TIMESTAMP")),
        new("2014-04-01T00:11:00Z", true, column => Matching(column, Zoned, "TIMESTAMPTZ")),
        Epoch,
        .. new[]
        {
            "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y",
            "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y",
            "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y",
        }.Select(Format),
    ];

    /// <summary>Text of a format in the notation of strptime; with %z it tells instants.</summary>
    public static TimeForm Format(string format) =>
        new(format, format.Contains("%z", StringComparison.Ordinal), column => $"try_strptime(CAST({column} AS VARCHAR), {Sql.Text(format)})");

    /// <summary>The form of a column that is not text; null where the type holds no times.</summary>
    public static TimeForm? OfType(string type) => type switch
    {
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" or "DATE" => new(type, false, column => $"CAST({column} AS TIMESTAMP)"),
        "TIMESTAMP WITH TIME ZONE" => new(type, true, column => column),
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "HUGEINT" or "UHUGEINT"
            or "FLOAT" or "DOUBLE" => Epoch,
        _ => type.StartsWith("DECIMAL", StringComparison.Ordinal) ? Epoch : null,
    };

    /// <summary>SQL: microseconds since 1970, of UTC or of the clock; NULL where the value is not of this form.</summary>
    public string Microseconds(string column) => $"epoch_us({Time(column)})";

    private static string Matching(string column, string pattern, string type) =>
        $"CASE WHEN regexp_full_match({column}, {Sql.Text(pattern)}) THEN TRY_CAST({column} AS {type}) END";
}
