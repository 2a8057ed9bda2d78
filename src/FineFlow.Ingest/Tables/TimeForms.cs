namespace FineFlow.Ingest.Tables;

/// <summary>The known forms of times. Forms exclude each other, except for those between which the caller has to choose.</summary>
internal static class TimeForms
{
    // The usual form, detected without the slow expression. Of the characters that match its blanks besides digits, only Z can be a time's.
    private const string UsualClock = "____-__-_____:__:__";
    private const string YearFirst = @"\d{4}[-/]\d{1,2}[-/]\d{1,2}";
    private const string YearLast = @"\d{1,2}[-/]\d{1,2}[-/]\d{4}";
    private const string Dotted = @"\d{1,2}[.]\d{1,2}[.]\d{4}";
    private const string ShortYear = @"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}";
    private const string Digits = @"(19|20)\d{6}";
    private const string TimeOfDay = @"[ T]+\d{1,2}:\d{1,2}(:\d{1,2}([.]\d+)?)?";
    private const string AnyTime = "[ ,T].+";
    private const string Half = " ?[AaPp][Mm]";
    private const string Offset = @" ?([Zz]|UTC|[+-]\d{2}(:?\d{2})?)";

    // Characters that may replace a blank between a day and its time, or before AM and PM.
    private const string Gap = @"(, *|T|\x{A0}|\x{202F})";

    // Seconds from 1990 to 2099. In these years the ranges of the units since 1970 do not overlap.
    public const long EarliestSecond = 631_152_000;
    private const double Latest = 4_102_444_800;

    private static readonly string[] Times =
        ["%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p", "%H%M%S", "%H%M"];

    /// <summary>Month, day and year, with a time of day and without.</summary>
    public static IReadOnlyList<TimeForm> MonthFirst { get; } = WithAndWithoutTime("month/day/year", YearLast, ["%m/%d/%Y", "%m-%d-%Y"]);

    /// <summary>Day, month and year, with a time of day and without.</summary>
    public static IReadOnlyList<TimeForm> DayFirst { get; } = WithAndWithoutTime("day/month/year", YearLast, ["%d/%m/%Y", "%d-%m-%Y"]);

    /// <summary>Seconds, milli-, micro- and nanoseconds since 1970 in UTC.</summary>
    public static IReadOnlyList<TimeForm> Epochs { get; } =
        [.. Units.Select(unit => Since1970(unit.Key, unit.Value, EarliestSecond))];

    /// <summary>Digits alone, which may also be a number since 1970, so that the caller has to choose.</summary>
    public static IReadOnlyList<TimeForm> Compact { get; } =
    [
        Number("%Y%m%d%H", 10), Number("%y%m%d%H%M", 10), Number("%Y%m%d%H%M", 12), Number("%y%m%d%H%M%S", 12),
        Number("%Y%m%d%H%M%S", 14), Number("%Y%m%d%H%M%S%g", 17),
    ];

    /// <summary>Years of two digits, which may also be days, so that the caller has to choose.</summary>
    public static IReadOnlyList<TimeForm> ShortYears { get; } =
    [
        .. new[] { "%m/%d/%y", "%d/%m/%y", "%y/%m/%d" }
            .SelectMany(day => WithAndWithoutTime(day, ShortYear, [day, day.Replace('/', '-'), day.Replace('/', '.')])),
    ];

    /// <summary>Forms of columns of numbers.</summary>
    public static IReadOnlyList<TimeForm> OfNumbers { get; } = [.. Epochs, DigitsOnly(), .. Compact];

    /// <summary>Forms of text.</summary>
    public static IReadOnlyList<TimeForm> OfText { get; } =
    [
        Clock(), new("2014-04-01", YearFirst, column => $"TRY_CAST({column} AS TIMESTAMP)") { HasTimeOfDay = false }, Zoned(),
        .. MonthFirst, .. DayFirst, .. WithAndWithoutTime("day.month.year", Dotted, ["%d.%m.%Y"]),
        new("20140401 00:11", Digits + AnyTime, column => Written(column, ["%Y%m%d"])),
        .. OfNumbers, .. ShortYears,
    ];

    private static Dictionary<string, double> Units => new()
    {
        ["seconds"] = 1,
        ["milliseconds"] = 1e3,
        ["microseconds"] = 1e6,
        ["nanoseconds"] = 1e9,
    };

    /// <summary>Returns the form of a unit since 1970 or a strptime format.</summary>
    public static TimeForm Named(string name) =>
        Units.TryGetValue(name, out var perSecond) ? Since1970(name, perSecond, 0) : TimeForm.Format(name);

    private static TimeForm Clock() => new("2014-04-01 00:11:00", column =>
        $"CASE WHEN {column} LIKE '{UsualClock}' AND {column} NOT LIKE '%Z' OR {TimeForm.Matches(column, YearFirst + TimeOfDay)} "
        + $"THEN TRY_CAST({column} AS TIMESTAMP) "
        + $"WHEN {TimeForm.Matches(column, YearFirst + TimeOfDay + Half)} THEN {Written(column, ["%Y-%m-%d", "%Y/%m/%d"])} END");

    /// <summary>
    /// Returns the form with the year first and a zone. The engine's own reading needs seconds, and no blank before the zone.
    /// </summary>
    private static TimeForm Zoned()
    {
        static string WithSeconds(string column) =>
            $@"regexp_replace(regexp_replace(upper({column}), ' ([Z+-])', '\1'), '([ T]\d{{1,2}}:\d{{1,2}})([Z+-])', '\1:00\2')";
        return new(
            "2014-04-01T00:11:00Z", YearFirst + TimeOfDay + Offset,
            column => $"COALESCE(TRY_CAST({column} AS TIMESTAMPTZ), TRY_CAST({WithSeconds(column)} AS TIMESTAMPTZ))")
        { IsInstant = true };
    }

    private static TimeForm[] WithAndWithoutTime(string title, string pattern, string[] days) =>
    [
        new($"{title} and time", pattern + AnyTime, column => Written(column, days))
        { Formats = [.. days.SelectMany(day => Times.Select(time => $"{day} {time}"))] },
        new(title, pattern, column => TimeForm.Parse(column, days)) { Formats = days, HasTimeOfDay = false },
    ];

    private static TimeForm DigitsOnly() =>
        new("20140401", Digits + @"(\.0)?", column => TimeForm.Parse(TimeForm.WithoutDecimals(column), "%Y%m%d"))
        { HasTimeOfDay = false };

    /// <summary>
    /// Returns the form of a number of digits. With a year of two digits, columns of numbers may have lost a leading zero.
    /// </summary>
    private static TimeForm Number(string format, int digits)
    {
        var least = format.StartsWith("%y", StringComparison.Ordinal) ? digits - 1 : digits;
        return new(
            format, $$"""\d{{{least}},{{digits}}}(\.0)?""",
            column => TimeForm.Parse($"lpad(split_part(trim(CAST({column} AS VARCHAR)), '.', 1), {digits}, '0')", format))
        { Formats = [format] };
    }

    private static TimeForm Since1970(string unit, double perSecond, double from) => new($"{unit} since 1970 (UTC)", column =>
    {
        var number = $"TRY_CAST({column} AS DOUBLE)";
        return FormattableString.Invariant($"CASE WHEN {number} BETWEEN {from * perSecond:R} AND {Latest * perSecond:R} ")
            + FormattableString.Invariant($"THEN make_timestamp(CAST({number} * {1e6 / perSecond:R} AS BIGINT)) END");
    })
    { IsInstant = true, Formats = [unit] };

    /// <summary>Returns SQL for a day and a time of day, also with another character than a blank between them.</summary>
    private static string Written(string column, string[] days)
    {
        var blank = $"regexp_replace(trim({column}), {Sql.Text(Gap)}, ' ', 'g')";
        return $"COALESCE({OfShape(column, days)}, {OfShape(blank, days)})";
    }

    /// <summary>Returns SQL that reads a text only by the formats of its shape, since formats that do not fit take equally long.</summary>
    private static string OfShape(string text, string[] days)
    {
        string Of(bool hasHalves, bool hasSeconds) => TimeForm.Parse(text, days.SelectMany(day => Times
            .Where(time => time.Contains("%p", StringComparison.Ordinal) == hasHalves)
            .Where(time => time.Contains(":%S", StringComparison.Ordinal) == hasSeconds)
            .Select(time => $"{day} {time}")));
        return $"CASE WHEN {text} ILIKE '%m' THEN CASE WHEN {text} LIKE '%:%:%' THEN {Of(true, true)} ELSE {Of(true, false)} END "
            + $"WHEN {text} LIKE '%:%:%' THEN {Of(false, true)} ELSE {Of(false, false)} END";
    }
}
