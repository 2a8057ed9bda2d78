namespace FineFlow.Ingest.Tables;

/// <summary>A table of the engine that lists the malformed records of CSV files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dialect">How the files are written.</param>
internal sealed record RejectTable(string Name, CsvDialect Dialect)
{
    /// <summary>SQL of its records with the paths of their files.</summary>
    public string WithFiles => $"{Name} JOIN {Name}_scan USING (scan_id, file_id)";
}
