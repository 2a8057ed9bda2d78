using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FineFlow.Core;
using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// A libtorch that is installed on this machine, such as that of PyTorch (<c>torch/lib</c> of a Python environment), in place of the one
/// that came with the program. The environment variable <see cref="Variable"/> names its folder. It is validated before anything computes:
/// its version, its files, and every function that TorchSharp's library takes from it.
/// </summary>
internal static partial class InstalledLibtorch
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "FINEFLOW_LIBTORCH";

    private const string Bridge = "LibTorchSharp";
    private const int ResolveAllNow = 2; // RTLD_NOW

    /// <summary>Libraries in the order of what needs what.</summary>
    private static readonly string[] Required = ["c10", "torch_cpu"], OfCuda = ["c10_cuda", "torch_cuda"], Whole = ["torch"];

    /// <summary>TorchSharp 0.107 is made for the first; the second was tried with it (docs/performance.md).</summary>
    private static readonly string[] Versions = ["2.10", "2.11"];

    private static readonly Lock _loading = new();
    private static readonly Dictionary<string, nint> _handles = [];

    /// <summary>The folder that the environment names; null where it names none.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>What this process has loaded; null where it computes by the libtorch that came with the program.</summary>
    public static LibtorchFolder? Loaded { get; private set; }

    /// <summary>The version of the libtorch that this process computes by, whichever it is.</summary>
    public static string Version => Loaded?.Version ?? torch.__version__;

    /// <summary>Returns what lies in a folder, without loading it.</summary>
    /// <exception cref="BadInputException">It is no libtorch of a version that fits.</exception>
    public static LibtorchFolder Read(string folder)
    {
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
        {
            throw new BadInputException(full, "no such folder; expected that of libtorch's libraries, such as torch/lib of PyTorch");
        }

        if (Required.Concat(Whole).FirstOrDefault(name => !File.Exists(FileOf(full, name))) is { } missing)
        {
            throw new BadInputException(
                full, $"has no {Path.GetFileName(FileOf(full, missing))}; expected libtorch's libraries, as in torch/lib of PyTorch");
        }

        var version = VersionOf(full);
        return Versions.Any(known => version.StartsWith(known + '.', StringComparison.Ordinal))
            ? new(full, version, OfCuda.All(name => File.Exists(FileOf(full, name))))
            : throw new BadInputException(full, $"is libtorch {version}; expected {string.Join(" or ", Versions)}, which TorchSharp fits");
    }

    /// <summary>
    /// Loads the libraries of a folder and TorchSharp's library over them, once in a process. Later uses of libtorch by name find these.
    /// </summary>
    /// <exception cref="BadInputException">The folder is not sound, or its libraries lack what TorchSharp needs.</exception>
    public static void Load(string folder)
    {
        lock (_loading)
        {
            if (Loaded is not null)
            {
                return;
            }

            var libtorch = Read(folder);
            foreach (var name in Required.Concat(libtorch.HasCuda ? OfCuda : []).Concat(Whole))
            {
                _handles[name] = LoadFile(libtorch.Path, FileOf(libtorch.Path, name));
            }

            _handles[Bridge] = LoadFile(libtorch.Path, BridgeFile());
            Announce();
            Loaded = libtorch;
        }
    }

    private static string FileOf(string folder, string library) => Path.Combine(
        folder,
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so");

    /// <summary>TorchSharp's library, where the runtime would find it: beside the program or in its folder of native files.</summary>
    private static string BridgeFile() =>
        ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator)
            .Append(AppContext.BaseDirectory)
            .Where(folder => folder.Length > 0)
            .Select(folder => FileOf(folder, Bridge))
            .FirstOrDefault(File.Exists)
            ?? throw new BadInputException(AppContext.BaseDirectory, $"lacks TorchSharp's library ({Bridge})");

    /// <summary>PyTorch writes its version beside the folder into a Python file, the archives of libtorch write it as a line.</summary>
    private static string VersionOf(string folder)
    {
        var above = Path.GetDirectoryName(folder) ?? folder;
        var (python, plain) = (Path.Combine(above, "version.py"), Path.Combine(above, "build-version"));
        if (File.Exists(python) && VersionLine().Match(File.ReadAllText(python)) is { Success: true } match)
        {
            return match.Groups["version"].Value;
        }

        return File.Exists(plain) && File.ReadLines(plain).FirstOrDefault()?.Trim() is { Length: > 0 } line
            ? line
            : throw new BadInputException(folder, $"tells no version; expected {python} (PyTorch) or {plain} (libtorch)");
    }

    /// <summary>
    /// Loads a library. On Linux functions would be looked up when they are first called; here the loader looks up all of them and names
    /// one that is missing.
    /// </summary>
    private static nint LoadFile(string folder, string file)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Error(); // forgets what was before, and finds the function, which would forget what comes now
            var handle = Open(file, ResolveAllNow);
            return handle != 0 ? handle : throw Refusal(folder, Marshal.PtrToStringUTF8(Error()) ?? "unknown");
        }

        return NativeLibrary.TryLoad(file, out var library) ? library : throw Refusal(folder, Path.GetFileName(file));
    }

    private static BadInputException Refusal(string folder, string reason) =>
        new(folder, $"is not a libtorch for TorchSharp: {OneLine(reason)}");

    private static string OneLine(string text) => text.Split('\n')[0].Trim();

    /// <summary>
    /// Tells TorchSharp, whose own search would load the libtorch beside the program as well (its copy here heeds this:
    /// build/FineFlow.TorchSharpPatch), and answers for the functions that FineFlow calls itself.
    /// </summary>
    private static void Announce()
    {
        AppContext.SetData("FineFlow.LibtorchIsLoaded", true);
        NativeLibrary.SetDllImportResolver(typeof(InstalledLibtorch).Assembly, (name, _, _) => _handles.GetValueOrDefault(name));
    }

    [GeneratedRegex("""^__version__\s*=\s*['"](?<version>[^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string file, int mode);

    [LibraryImport("libdl.so.2", EntryPoint = "dlerror")]
    private static partial nint Error();
}

/// <summary>The libraries of an installed libtorch.</summary>
/// <param name="Path">Their folder.</param>
/// <param name="Version">The version that its files tell, such as 2.10.0+cu128.</param>
/// <param name="HasCuda">Whether the libraries for GPUs are there.</param>
internal sealed record LibtorchFolder(string Path, string Version, bool HasCuda);
