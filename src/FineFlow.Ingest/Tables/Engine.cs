using System.Globalization;
using Apache.Arrow;
using DuckDB.NET.Data;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// A DuckDB in memory that can open the given files and nothing else: no other file, no network, no extension. Results stream; what a
/// sort needs beyond the memory limit goes to a temporary folder that is deleted in the end.
/// </summary>
internal sealed class Engine : IDisposable
{
    // Rows ready for a stream's reader. With the engine's usual megabyte its threads often stand still, most of all those that read CSV.
    private const int StreamMegabytes = 16;

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly DirectoryInfo _spill = Directory.CreateTempSubdirectory("fineflow-");
    private int _queries;

    private Engine(EngineLimits limits, IReadOnlyList<string> files)
    {
        _connection.Open();
        Execute(string.Create(CultureInfo.InvariantCulture, $"""
            SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;
            SET threads = {limits.Threads}; SET memory_limit = '{limits.MemoryMegabytes}MB';
            SET temp_directory = {Sql.Text(_spill.FullName)};
            SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false;
            SET streaming_buffer_size = '{StreamMegabytes}MB';
            SET allowed_paths = {Sql.TextList(files.Concat(files.Select(InputPaths.Literally)).Distinct())};
            SET enable_external_access = false; SET lock_configuration = true;
            """));
    }

    /// <summary>Does some work on files; what comes of it counts only where the compressed ones among them are whole.</summary>
    /// <param name="limits">What it may take of the machine.</param>
    /// <param name="files">Full paths; no other file can be opened.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops the check of compressed files.</param>
    /// <exception cref="BadInputException">A file is cut or damaged, or the work found one unusable.</exception>
    public static T Read<T>(
        EngineLimits limits, IReadOnlyList<string> files, Func<Engine, T> work, CancellationToken cancellationToken = default)
    {
        limits.Validate();
        using var check = IntegrityCheck.Start(files, limits.Threads, cancellationToken);
        using var engine = new Engine(limits, files);
        try
        {
            var result = work(engine);
            check.Wait();
            return result;
        }
        catch (BadInputException)
        {
            // Damage goes first: what else is wrong may come of it.
            check.Wait();
            throw;
        }
    }

    /// <summary>How much of the running query is done, 0 .. 1.</summary>
    public double Progress => Math.Clamp(_connection.GetQueryProgress().Percentage / 100, 0, 1);

    /// <summary>A name that no other query of this engine uses.</summary>
    public string NextName() => $"q{_queries++}";

    /// <summary>Runs a query and hands out its rows in batches, each valid until the next.</summary>
    /// <param name="source">What to name where the query fails.</param>
    /// <param name="sql">The query.</param>
    /// <param name="cancellationToken">Stops it, in the middle of a sort too.</param>
    /// <exception cref="BadInputException">The files cannot be read.</exception>
    public IEnumerable<RecordBatch> Stream(string source, string sql, CancellationToken cancellationToken = default)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var registration = cancellationToken.Register(command.Cancel);
        using var stream = Guard(source, command.ExecuteArrowStream, cancellationToken);
        while (Guard(
            source,
            () => stream.ReadNextRecordBatchAsync(cancellationToken).AsTask().GetAwaiter().GetResult(),
            cancellationToken) is { } batch)
        {
            using (batch)
            {
                yield return batch;
            }
        }
    }

    /// <summary>All rows of a small result, as .NET values.</summary>
    /// <exception cref="BadInputException">The files cannot be read.</exception>
    public List<object?[]> Rows(string source, string sql, CancellationToken cancellationToken = default) =>
        Guard(source, () => ReadAll(sql, cancellationToken), cancellationToken);

    public void Dispose()
    {
        _connection.Dispose();
        _spill.Delete(recursive: true);
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<object?[]> ReadAll(string sql, CancellationToken cancellationToken)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var registration = cancellationToken.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add(
                [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))]);
        }

        return rows;
    }

    private static T Guard<T>(string source, Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is DuckDBException or InvalidOperationException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BadInputException(source, $"cannot be read: {Reason(failure.Message)}", failure);
        }
    }

    private static string Reason(string message) => message.Contains("reached an invalid state", StringComparison.Ordinal)
        ? "it has line ends of several kinds (\\n, \\r\\n, \\r); one is expected, which dos2unix gives"
        : message.Split('\n')[0].Trim();
}
