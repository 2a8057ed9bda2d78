using FineFlow.Core;
using FineFlow.Ingest.Archives;
using FineFlow.Ingest.Points;
using static System.FormattableString;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// The tables of an input. Those in zip archives are unpacked into a temporary folder, and files of points become tables there; it is
/// deleted at the end. Messages call them by the names that they have in the archive.
/// </summary>
internal sealed class UnpackedInputs : IDisposable
{
    private const string Archive = ".zip";

    // Text is packed to a tenth, tables that repeat themselves to a hundredth.
    private static readonly ArchiveLimits Limits = new(EntryBytes: 64L << 30, TotalBytes: 256L << 30, Ratio: 400);

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _converted = new(StringComparer.Ordinal);
    private DirectoryInfo? _folder;

    private UnpackedInputs()
    {
    }

    /// <summary>The files, full paths, in order.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Names of the columns of the files that became tables.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Converted => _converted;

    /// <summary>Expands names and patterns, unpacks the archives among the files, and makes tables of files of points.</summary>
    /// <exception cref="BadInputException">
    /// A name matches nothing, a file is of an unknown kind or damaged, or an archive is damaged or holds no table.
    /// </exception>
    public static UnpackedInputs Of(IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        var unpacked = new UnpackedInputs();
        try
        {
            unpacked.Files = [.. InputPaths.Existing(inputs).SelectMany(file => IsArchive(file)
                ? unpacked.Unpack(file, cancellationToken)
                : [file])];
            if (unpacked.Named(() => InputPaths.KindOf(unpacked.Files)) == TableKind.Points)
            {
                unpacked.Files = [.. unpacked.Files.Select(file => unpacked.Named(() => unpacked.Convert(file, cancellationToken)))];
            }

            return unpacked;
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    /// <summary>Returns the name of a file for people.</summary>
    public string NameOf(string file) => _names.GetValueOrDefault(file, file);

    /// <summary>Does some work on the files; a failure there calls them by their names.</summary>
    /// <exception cref="BadInputException">The work's own.</exception>
    public T Named<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BadInputException bad) when (_folder is { } folder && bad.Message.Contains(folder.FullName, StringComparison.Ordinal))
        {
            throw new BadInputException(WithNames(bad.InputSource), WithNames(bad.Problem), bad) { Setting = bad.Setting };
        }
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private static bool IsArchive(string file) => Path.GetExtension(file).Equals(Archive, StringComparison.OrdinalIgnoreCase);

    private List<string> Unpack(string path, CancellationToken cancellationToken)
    {
        using var archive = CheckedArchive.Open(path, Limits);
        ArchiveEntry[] tables = [.. archive.Files.Where(file => !IsHidden(file.Name) && InputPaths.IsTable(file.Name))];
        return tables.Length > 0
            ? [.. tables.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => Unpack(archive, file, cancellationToken))]
            : throw new BadInputException(path, "holds no table; CSV or Parquet files, GPX or GeoJSON are expected in it");
    }

    /// <summary>Unpacks a file. Its name in the archive only gives its ending.</summary>
    private string Unpack(CheckedArchive archive, ArchiveEntry file, CancellationToken cancellationToken)
    {
        var path = NewFile(InputPaths.EndingOf(file.Name), archive.NameOf(file));
        try
        {
            using var from = archive.Read(file);
            using var to = File.Create(path);
            from.CopyToAsync(to, cancellationToken).GetAwaiter().GetResult();
            return path;
        }
        catch (IOException failure)
        {
            throw new BadInputException(archive.NameOf(file), $"cannot be unpacked into {Path.GetTempPath()}: {failure.Message}", failure);
        }
    }

    /// <summary>Makes a table of a file of points.</summary>
    private string Convert(string file, CancellationToken cancellationToken)
    {
        var (name, number) = (NameOf(file), _converted.Count + 1);
        switch (InputPaths.Compression(file))
        {
            case Compression.Zstandard:
                throw new BadInputException(name, "is compressed by Zstandard, which is read in CSV alone; unpack it first");
            case Compression.Gzip:
                IntegrityCheck.Verify(file, cancellationToken);
                break;
        }

        var path = NewFile(".csv", name);
        var ending = InputPaths.EndingOf(file).Replace(".gz", "", StringComparison.Ordinal);
        try
        {
            _converted.Add(path, PointFiles.WriteCsv(() => CsvLines.Open(file), name, ending, number, path, cancellationToken));
            return path;
        }
        catch (IOException failure)
        {
            throw new BadInputException(name, $"cannot be written as a table into {Path.GetTempPath()}: {failure.Message}", failure);
        }
    }

    /// <summary>Returns the path of a new file in the temporary folder.</summary>
    private string NewFile(string ending, string name)
    {
        _folder ??= Directory.CreateTempSubdirectory("fineflow-");
        var path = Path.Join(_folder.FullName, Invariant($"{_names.Count:00000}{ending}"));
        _names.Add(path, name);
        return path;
    }

    /// <summary>Whether a file is one that systems add unasked, as those below __MACOSX.</summary>
    private static bool IsHidden(string name) => name.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX");

    private string WithNames(string text) =>
        _names.Aggregate(text, (changed, file) => changed.Replace(file.Key, file.Value, StringComparison.Ordinal));
}
