namespace FineFlow.Ingest.Tables;

/// <summary>Encoding of a CSV file's text.</summary>
internal enum CsvEncoding
{
    Utf8,

    /// <summary>UTF-16, the lower byte first, as spreadsheets write it.</summary>
    Utf16,
}
