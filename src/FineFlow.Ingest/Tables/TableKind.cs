namespace FineFlow.Ingest.Tables;

/// <summary>Kind of a file, by its name.</summary>
internal enum TableKind
{
    Csv,
    Parquet,

    /// <summary>Points that are no table (<see cref="Points.PointFiles"/>).</summary>
    Points,
}
