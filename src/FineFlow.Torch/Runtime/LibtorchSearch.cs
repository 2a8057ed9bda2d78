using FineFlow.Core;

namespace FineFlow.Torch.Runtime;

/// <summary>Finds the libtorch of installed PyTorches, by their files alone: no Python is run.</summary>
internal static class LibtorchSearch
{
    private static readonly string[] Packages = ["site-packages", "dist-packages"];

    /// <summary>Returns the libtorch of every Python environment that is active, on the search path or in its usual place.</summary>
    public static IReadOnlyList<FoundLibtorch> Run() => In(Prefixes());

    /// <summary>The same, in the folders under which Pythons are installed (<c>sys.prefix</c>).</summary>
    internal static IReadOnlyList<FoundLibtorch> In(IEnumerable<string> prefixes) =>
        [.. prefixes.SelectMany(LibrariesOf).Distinct(StringComparer.Ordinal).Select(Describe)];

    private static FoundLibtorch Describe(string folder)
    {
        try
        {
            var libtorch = InstalledLibtorch.Read(folder);
            return new(folder, libtorch.Version, libtorch.HasCuda, null);
        }
        catch (BadInputException bad)
        {
            return new(folder, null, null, bad.Message);
        }
    }

    private static IEnumerable<string> Prefixes()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] active = [Environment.GetEnvironmentVariable("VIRTUAL_ENV"), Environment.GetEnvironmentVariable("CONDA_PREFIX")];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0);
        var usual = FoldersIn(Path.Combine(home, ".pyenv", "versions"), "*").Append(Path.Combine(home, ".local"));
        return active.OfType<string>().Where(prefix => prefix.Length > 0)
            .Concat(onPath.SelectMany(PrefixesOf))
            .Concat(usual);
    }

    /// <summary>Python lies in PREFIX/bin, on Windows in PREFIX; a link leads to another prefix.</summary>
    private static IEnumerable<string> PrefixesOf(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return [folder];
        }

        var python = Path.Combine(folder, "python3");
        return File.Exists(python)
            ? new[] { python, Real(python) }.Select(file => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..")))
            : [];
    }

    private static string Real(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;

    private static IEnumerable<string> LibrariesOf(string prefix)
    {
        var pythons = OperatingSystem.IsWindows() ? [Path.Combine(prefix, "Lib")] : FoldersIn(Path.Combine(prefix, "lib"), "python3*");
        return pythons
            .SelectMany(python => Packages.Select(packages => Path.Combine(python, packages, "torch", "lib")))
            .Where(Directory.Exists)
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> FoldersIn(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern) : [];
}

/// <summary>A libtorch of an installed PyTorch.</summary>
/// <param name="Path">The folder of its libraries.</param>
/// <param name="Version">Its version; null where it does not fit.</param>
/// <param name="HasCuda">Whether it can compute on GPUs; null where it does not fit.</param>
/// <param name="Problem">Why it does not fit; null where it does.</param>
internal sealed record FoundLibtorch(string Path, string? Version, bool? HasCuda, string? Problem);
