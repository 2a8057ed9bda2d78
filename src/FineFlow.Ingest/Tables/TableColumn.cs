namespace FineFlow.Ingest.Tables;

/// <summary>A column of the input.</summary>
/// <param name="Name">Its name in the files.</param>
/// <param name="Reference">Its SQL expression.</param>
/// <param name="Type">The engine's type; VARCHAR in CSV files, where types are not guessed.</param>
internal sealed record TableColumn(string Name, string Reference, string Type)
{
    public bool IsText => Type == "VARCHAR";

    /// <summary>SQL of its value as a number; NaN for none.</summary>
    public string AsNumber => $"COALESCE(TRY_CAST({Exactly} AS DOUBLE), 'NaN'::DOUBLE)";

    /// <summary>SQL of its value as text; empty for none.</summary>
    public string AsText => $"COALESCE(CAST({Reference} AS VARCHAR), '')";

    /// <summary>SQL of the value as text, so that 32-bit numbers and long decimals become the double of their decimal text.</summary>
    private string Exactly =>
        Type == "FLOAT" || Type.StartsWith("DECIMAL", StringComparison.Ordinal) ? $"CAST({Reference} AS VARCHAR)" : Reference;
}
