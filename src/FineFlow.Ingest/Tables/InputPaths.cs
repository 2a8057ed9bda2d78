using DuckDB.NET.Data;
using FineFlow.Core;
using FineFlow.Ingest.Points;

namespace FineFlow.Ingest.Tables;

/// <summary>Expands names of files and patterns (* ? [] **) to existing files.</summary>
internal static class InputPaths
{
    // The last two are atomic files of LibCity.
    private static readonly string[] CsvEndings = [".csv", ".tsv", ".txt", ".plt", ".grid", ".gridod"];
    private static readonly string[] ParquetEndings = [".parquet", ".pq"];

    /// <summary>Returns full paths of tables, each once, in the order given and by name within a pattern.</summary>
    /// <exception cref="BadInputException">A name matches nothing, or a file is neither CSV nor Parquet.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> inputs)
    {
        var files = Existing(inputs);
        return KindOf(files) != TableKind.Points
            ? files
            : throw new BadInputException(files[0], "holds points; a table in CSV or Parquet is expected");
    }

    /// <summary>Returns full paths of files of any kind, each once, in the order given and by name within a pattern.</summary>
    /// <exception cref="BadInputException">A name matches nothing.</exception>
    public static IReadOnlyList<string> Existing(IReadOnlyList<string> inputs)
    {
        var files = inputs.SelectMany(Matches).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new BadInputException("input", "no file is named; tables or files of points are expected");
    }

    /// <summary>Returns the kind of files.</summary>
    /// <exception cref="BadInputException">One of them is of no known kind, or they are of several kinds.</exception>
    public static TableKind KindOf(IReadOnlyList<string> files)
    {
        var kind = KindOf(files[0]);
        return files.FirstOrDefault(file => KindOf(file) != kind) is { } other
            ? throw new BadInputException(
                other, $"is {Words(KindOf(other))}, unlike {files[0]}; files of one kind are expected")
            : kind;
    }

    /// <summary>Returns the kind of a file.</summary>
    /// <exception cref="BadInputException">It is of no known kind.</exception>
    public static TableKind KindOf(string file) => TryKindOf(file)
        ?? throw new BadInputException(
            file,
            "is of an unknown kind; .csv, .tsv, .txt or .plt (also with .gz or .zst), .parquet, "
            + $"{string.Join(", ", PointFiles.Endings)} (also with .gz) or a .zip of them is expected");

    /// <summary>Returns whether a file is of a known kind, by its name.</summary>
    public static bool IsTable(string file) => TryKindOf(file) is not null;

    /// <summary>Returns the ending of a table's name in lower case, with that of its compression.</summary>
    public static string EndingOf(string file) =>
        (Path.GetExtension(WithoutCompression(file)) + (Compression(file) == Tables.Compression.None ? "" : Path.GetExtension(file)))
        .ToLowerInvariant();

    /// <summary>Returns the compression of a CSV file.</summary>
    public static Compression Compression(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".gz" => Tables.Compression.Gzip,
        ".zst" => Tables.Compression.Zstandard,
        _ => Tables.Compression.None,
    };

    /// <summary>Returns a pattern that matches only this file.</summary>
    public static string Literally(string file) =>
        string.Concat(file.Select(character => character is '*' or '?' or '[' ? $"[{character}]" : $"{character}"));

    private static IEnumerable<string> Matches(string input)
    {
        if (File.Exists(input))
        {
            return [input];
        }

        if (Directory.Exists(input))
        {
            throw new BadInputException(input, $"is a folder; name its files, as {Path.Combine(input, "*.csv")}");
        }

        var files = input.IndexOfAny(['*', '?', '[']) < 0 ? [] : Glob(input);
        return files.Length > 0 ? files : throw new BadInputException(input, $"no such file{NearestName.QuestionOfPath(input)}");
    }

    private static string[] Glob(string pattern)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET autoload_known_extensions = false; SELECT file FROM glob({Sql.Text(pattern)}) ORDER BY file";
        try
        {
            using var reader = command.ExecuteReader();
            var files = new List<string>();
            do
            {
                while (reader.Read())
                {
                    files.Add(reader.GetString(0));
                }
            }
            while (reader.NextResult());

            return [.. files.Where(File.Exists)];
        }
        catch (DuckDBException failure)
        {
            throw new BadInputException(pattern, "is no pattern of files", failure);
        }
    }

    private static TableKind? TryKindOf(string file)
    {
        var ending = Path.GetExtension(WithoutCompression(file)).ToLowerInvariant();
        return ParquetEndings.Contains(Path.GetExtension(file).ToLowerInvariant()) ? TableKind.Parquet
            : CsvEndings.Contains(ending) ? TableKind.Csv
            : PointFiles.Endings.Contains(ending) ? TableKind.Points
            : null;
    }

    private static string Words(TableKind kind) => kind switch
    {
        TableKind.Csv => "CSV",
        TableKind.Parquet => "Parquet",
        _ => "a file of points",
    };

    private static string WithoutCompression(string file) =>
        Compression(file) == Tables.Compression.None ? file : Path.GetFileNameWithoutExtension(file);
}
