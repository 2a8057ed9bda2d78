using System.Security.Cryptography;
using System.Text;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>SHA-256 checksums of a dataset's split files and static maps.</summary>
internal static class FileChecksums
{
    /// <summary>Checksums in lower-case hex of the split files that exist, by name ("train/X.npy").</summary>
    /// <exception cref="BadInputException">A file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Compute(string folder)
    {
        var checksums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in SplitNames.All.SelectMany(split => new SplitFiles(folder, split).Keys).Append(StaticMaps.FileName))
        {
            var path = Path.Combine(folder, key);
            if (File.Exists(path))
            {
                checksums.Add(key, OfFile(path));
            }
        }

        return checksums;
    }

    /// <summary>
    /// Returns one checksum for all: SHA-256 over a line "checksum, two blanks, name, line feed" for each file, in the order of their
    /// names, as sha256sum prints them.
    /// </summary>
    public static string Combined(IReadOnlyDictionary<string, string> checksums)
    {
        var lines = checksums.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Invariant($"{file.Value}  {file.Key}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>Returns the checksum of one file in lower-case hex.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    internal static string OfFile(string path) => Convert.ToHexStringLower(InputFile.Read(path, SHA256.HashData));

    /// <summary>Compares the files of the splits that are there with the checksums that their manifest promises.</summary>
    /// <exception cref="BadInputException">A file has changed or is missing.</exception>
    internal static void Verify(
        string folder, IReadOnlyDictionary<string, string> promised, IReadOnlyDictionary<string, string> actual)
    {
        foreach (var (file, problem) in Problems(folder, promised, actual))
        {
            throw new BadInputException(file, problem);
        }
    }

    /// <summary>Returns every file of the existing splits that does not match its checksum.</summary>
    internal static IEnumerable<(string File, string Problem)> Problems(
        string folder, IReadOnlyDictionary<string, string> promised, IReadOnlyDictionary<string, string> actual)
    {
        var present = SplitNames.All.Select(split => new SplitFiles(folder, split)).Where(files => files.Exist);
        foreach (var key in present.SelectMany(files => files.Keys).Append(StaticMaps.FileName).Where(promised.ContainsKey))
        {
            var path = Path.Combine(folder, key);
            if (!actual.TryGetValue(key, out var checksum))
            {
                yield return (path, Invariant($"is missing; {DatasetManifest.FileName} has its checksum"));
            }
            else if (!checksum.Equals(promised[key], StringComparison.OrdinalIgnoreCase))
            {
                yield return (path, Invariant($"has changed: SHA-256 is {checksum}, {DatasetManifest.FileName} promises {promised[key]}"));
            }
        }
    }
}
