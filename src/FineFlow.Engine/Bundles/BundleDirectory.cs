using System.Security.Cryptography;
using FineFlow.Core;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Bundles;

/// <summary>
/// The directory of bundles that the operator owns: MODEL/VERSION/, or MODEL/ with a single one whose version is then the beginning of its
/// hash. A bundle may lie in a run folder. What a caller names is looked for among the folders that are there; no path is made of it.
/// </summary>
internal sealed class BundleDirectory
{
    private const int HashDigits = 12;

    /// <param name="path">The directory.</param>
    /// <exception cref="BadInputException">The directory does not exist.</exception>
    public BundleDirectory(string path) =>
        Path = Directory.Exists(path)
            ? path
            : throw new BadInputException(path, "is not a folder; expected one of model bundles: MODEL/ or MODEL/VERSION/");

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Returns the names of the models that have a bundle, in alphabetical order.</summary>
    public IReadOnlyList<string> Models() =>
        [.. Folders(Path).Where(folder => FoldersOfBundles(folder).Any()).Select(folder => folder.Name).Order(StringComparer.Ordinal)];

    /// <summary>Returns the versions of a model, the newest first: whole numbers by size, behind them names by alphabet.</summary>
    /// <returns>None where there is no such model.</returns>
    /// <exception cref="BadInputException">A card cannot be read.</exception>
    public IReadOnlyList<BundleSource> Versions(string model)
    {
        var folder = Folders(Path).FirstOrDefault(folder => folder.Name == model);
        return folder is null
            ? []
            :
            [
                .. FoldersOfBundles(folder)
                    .Select(bundle => Source(folder, bundle))
                    .OrderByDescending(source => source.Number)
                    .ThenByDescending(source => source.Version, StringComparer.Ordinal),
            ];
    }

    private static BundleSource Source(DirectoryInfo model, DirectoryInfo bundle)
    {
        var identity = HashOf(ModelBundle.FindCard(bundle.FullName)!);
        return new(model.Name, bundle.FullName == model.FullName ? identity[..HashDigits] : bundle.Name, bundle.FullName, identity);
    }

    private static IEnumerable<DirectoryInfo> FoldersOfBundles(DirectoryInfo model) =>
        ModelBundle.FindCard(model.FullName) is not null
            ? [model]
            : Folders(model.FullName).Where(folder => ModelBundle.FindCard(folder.FullName) is not null);

    private static IEnumerable<DirectoryInfo> Folders(string path) =>
        new DirectoryInfo(path).EnumerateDirectories().Where(folder => UrlName.Fits(folder.Name));

    private static string HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }
}
