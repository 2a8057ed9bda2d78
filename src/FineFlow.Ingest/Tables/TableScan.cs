namespace FineFlow.Ingest.Tables;

/// <summary>One reading of a table.</summary>
/// <param name="From">What stands after FROM.</param>
/// <param name="Rejects">The table that lists, once the reading is done, the records that are no rows; null where there can be none.</param>
internal sealed record TableScan(string From, string? Rejects = null)
{
    /// <summary>The number of records that were no rows.</summary>
    public long CountRejects(Engine engine, string source) => Rejects is null ? 0 : Convert.ToInt64(
        engine.Rows(source, $"SELECT count(*) FROM (SELECT DISTINCT file_id, line FROM {Rejects})")[0][0],
        System.Globalization.CultureInfo.InvariantCulture);
}
