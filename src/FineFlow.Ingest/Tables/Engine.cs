using System.Globalization;
using Apache.Arrow;
using DuckDB.NET.Data;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// An in-memory DuckDB that can open only the given files: no other file, network or extension. Results are streamed. Sorts that exceed the
/// memory limit use a temporary folder, which is deleted at the end.
/// </summary>
internal sealed class Engine : IDisposable
{
    // Rows buffered for a stream's reader. With the engine's default of 1 MB its threads often wait, especially those that read CSV.
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

    /// <summary>Runs work on files, whose result is returned only if compressed files are complete.</summary>
    /// <param name="limits">Limits of memory and threads.</param>
    /// <param name="files">Full paths; no other file can be opened.</param>
    /// <param name="work">The work.</param>
    /// <param name="complete">The files that are checked to be complete; null for all.</param>
    /// <param name="cancellationToken">Stops that check.</param>
    /// <exception cref="BadInputException">A file is truncated or damaged, or the work rejects one.</exception>
    public static T Read<T>(
        EngineLimits limits, IReadOnlyList<string> files, Func<Engine, T> work, IReadOnlyList<string>? complete = null,
        CancellationToken cancellationToken = default)
    {
        limits.Validate();
        using var check = IntegrityCheck.Start(complete ?? files, limits.Threads, cancellationToken);
        using var engine = new Engine(limits, files);
        try
        {
            var result = work(engine);
            check.Wait();
            return result;
        }
        catch (BadInputException)
        {
            // Damage is reported first, since other problems may follow from it.
            check.Wait();
            throw;
        }
    }

    /// <summary>Finished share of the running query, 0 to 1.</summary>
    public double Progress => Math.Clamp(_connection.GetQueryProgress().Percentage / 100, 0, 1);

    /// <summary>Returns a name that no other query of this engine uses.</summary>
    public string NextName() => $"q{_queries++}";

    /// <summary>Runs a query and returns its rows in batches, each valid until the next one.</summary>
    /// <param name="source">Source to name in messages.</param>
    /// <param name="sql">The query.</param>
    /// <param name="cancellationToken">Stops the query, also during a sort.</param>
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

    /// <summary>Returns all rows of a small result as .NET values.</summary>
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
