using System.IO.Compression;
using DuckDB.NET.Data;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Input files of the kinds that .NET does not write by itself.</summary>
internal static class Compressed
{
    public static string Gzip(TemporaryFolder folder, string name, params string[] lines)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(folder.File(name)), CompressionLevel.Fastest));
        writer.Write(string.Concat(lines.Select(line => line + "\n")));
        return folder.File(name);
    }

    public static string Csv(TemporaryFolder folder, string name, string query) => Copy(folder, name, query, "FORMAT csv, HEADER");

    public static string Zstandard(TemporaryFolder folder, string name, string query) =>
        Copy(folder, name, query, "FORMAT csv, HEADER, COMPRESSION zstd");

    public static string Parquet(TemporaryFolder folder, string name, string query) => Copy(folder, name, query, "FORMAT parquet");

    /// <summary>What the rows of a query hold, in their order.</summary>
    public static IEnumerable<T> Rows<T>(string query, Func<DuckDBDataReader, T> value)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return value(reader);
        }
    }

    private static string Copy(TemporaryFolder folder, string name, string query, string format)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{folder.File(name).Replace("'", "''", StringComparison.Ordinal)}' ({format})";
        command.ExecuteNonQuery();
        return folder.File(name);
    }
}
