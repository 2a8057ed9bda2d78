namespace FineFlow.Ingest.Tables;

/// <summary>What is said of files that do not say it themselves.</summary>
internal sealed record TableOptions
{
    /// <summary>Names of all columns in order, for files without a line that names them; null where the files name them.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Names of the columns of files that were written here and have no line that names them, by their paths.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Converted { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// Gives two names of columns the same word if they mean the same, for files whose columns have other names or another order.
    /// </summary>
    public Func<string, string> Meaning { get; init; } = PlainName;

    /// <summary>Returns a name without case, blanks and punctuation: "Start Time" and "start_time" are the same.</summary>
    public static string PlainName(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
