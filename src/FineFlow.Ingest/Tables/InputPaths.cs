using DuckDB.NET.Data;
using FineFlow.Core;

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
        IsParquet(files);
        return files;
    }

    /// <summary>Returns full paths of files of any kind, each once, in the order given and by name within a pattern.</summary>
    /// <exception cref="BadInputException">A name matches nothing.</exception>
    public static IReadOnlyList<string> Existing(IReadOnlyList<string> inputs)
    {
        var files = inputs.SelectMany(Matches).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new BadInputException("input", "no file is named; CSV or Parquet files are expected");
    }

    /// <summary>Returns whether files are Parquet rather than CSV.</summary>
    /// <exception cref="BadInputException">One of them is neither, or they are of both kinds.</exception>
    public static bool IsParquet(IReadOnlyList<string> files)
    {
        var parquet = IsParquet(files[0]);
        return files.FirstOrDefault(file => IsParquet(file) != parquet) is { } other
            ? throw new BadInputException(other, $"is {(parquet ? "CSV" : "Parquet")}, unlike {files[0]}; files of one kind are expected")
            : parquet;
    }

    /// <summary>Returns whether a file is Parquet rather than CSV.</summary>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static bool IsParquet(string file) => IsTable(file)
        ? IsParquetEnding(file)
        : throw new BadInputException(
            file, "is of an unknown kind; .csv, .tsv, .txt or .plt (also with .gz or .zst), .parquet or a .zip of them is expected");

    /// <summary>Returns whether a file is CSV or Parquet, by its name.</summary>
    public static bool IsTable(string file) =>
        IsParquetEnding(file) || CsvEndings.Contains(Path.GetExtension(WithoutCompression(file)).ToLowerInvariant());

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

    private static bool IsParquetEnding(string file) => ParquetEndings.Contains(Path.GetExtension(file).ToLowerInvariant());

    private static string WithoutCompression(string file) =>
        Compression(file) == Tables.Compression.None ? file : Path.GetFileNameWithoutExtension(file);
}
