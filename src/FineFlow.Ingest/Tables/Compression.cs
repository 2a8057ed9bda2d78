namespace FineFlow.Ingest.Tables;

/// <summary>Compression of a CSV file, by its name.</summary>
internal enum Compression
{
    None,
    Gzip,
    Zstandard,
}
