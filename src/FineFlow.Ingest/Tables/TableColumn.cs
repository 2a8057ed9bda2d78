namespace FineFlow.Ingest.Tables;

/// <summary>A column of the input.</summary>
/// <param name="Name">Its name in the files.</param>
/// <param name="Reference">What stands for it in SQL.</param>
/// <param name="Type">The engine's name of its type; VARCHAR in every CSV file, where nothing is guessed.</param>
internal sealed record TableColumn(string Name, string Reference, string Type)
{
    public bool IsText => Type == "VARCHAR";

    /// <summary>SQL: its value as a number, NaN where there is none.</summary>
    public string AsNumber => $"COALESCE(TRY_CAST({Exactly} AS DOUBLE), 'NaN'::DOUBLE)";

    /// <summary>SQL: its value as text, empty where there is none.</summary>
    public string AsText => $"COALESCE(CAST({Reference} AS VARCHAR), '')";

    /// <summary>By way of its text, a 32-bit number becomes the double of the same decimal, and a long decimal the nearest one.</summary>
    private string Exactly =>
        Type == "FLOAT" || Type.StartsWith("DECIMAL", StringComparison.Ordinal) ? $"CAST({Reference} AS VARCHAR)" : Reference;
}
