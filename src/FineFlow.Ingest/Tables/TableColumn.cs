namespace FineFlow.Ingest.Tables;

/// <summary>A column of the input.</summary>
/// <param name="Name">Its name in the files.</param>
/// <param name="Reference">Its SQL expression.</param>
/// <param name="Type">The engine's type; VARCHAR in CSV files, where types are not guessed.</param>
internal sealed record TableColumn(string Name, string Reference, string Type)
{
    private static readonly string[] ZonesOfUtc = ["utc", "gmt"];

    /// <summary>The column of the files that this one is made of; null for one of theirs.</summary>
    public TableColumn? MadeOf { get; init; }

    /// <summary>
    /// Whether its name says that its times are in UTC, as time_utc, UTCTime and "Date (GMT)" do, or BaseDateTime of the United States' AIS
    /// records.
    /// </summary>
    public bool NamesUtc => TableOptions.PlainName(Name) is var name && (name == "basedatetime" || name != NameWithoutUtc);

    /// <summary>Its name without case, blanks and punctuation, and without a zone of UTC at either end.</summary>
    public string NameWithoutUtc
    {
        get
        {
            var name = TableOptions.PlainName(Name);
            return Array.Find(ZonesOfUtc, zone => name.EndsWith(zone, StringComparison.Ordinal)) is { } end ? name[..^end.Length]
                : Array.Find(ZonesOfUtc, zone => name.StartsWith(zone, StringComparison.Ordinal)) is { } start ? name[start.Length..]
                : name;
        }
    }

    public bool IsText => Type == "VARCHAR";

    /// <summary>SQL of its value as a number, also of one with a decimal comma; NaN for none.</summary>
    public string AsNumber => IsText
        ? $"COALESCE(TRY_CAST({Exactly} AS DOUBLE), TRY_CAST(replace({Exactly}, ',', '.') AS DOUBLE), 'NaN'::DOUBLE)"
        : $"COALESCE(TRY_CAST({Exactly} AS DOUBLE), 'NaN'::DOUBLE)";

    /// <summary>SQL of its value as a number that may have thousands separators (1,234); NaN for none.</summary>
    public string AsWholeNumber => IsText
        ? $"COALESCE(TRY_CAST(CASE WHEN regexp_full_match({Reference}, '\\s*[0-9]{{1,3}}(,[0-9]{{3}})+\\s*') "
            + $"THEN replace({Reference}, ',', '') ELSE {Reference} END AS DOUBLE), 'NaN'::DOUBLE)"
        : AsNumber;

    /// <summary>SQL of its value as text; empty for none.</summary>
    public string AsText => $"COALESCE(CAST({Reference} AS VARCHAR), '')";

    /// <summary>SQL of the value as text, so that 32-bit numbers and long decimals become the double of their decimal text.</summary>
    private string Exactly =>
        Type == "FLOAT" || Type.StartsWith("DECIMAL", StringComparison.Ordinal) ? $"CAST({Reference} AS VARCHAR)" : Reference;
}
