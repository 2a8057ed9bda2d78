namespace FineFlow.Ingest.Tables;

/// <summary>How a CSV file is compressed, as its name tells.</summary>
internal enum Compression
{
    None,
    Gzip,
    Zstandard,
}
