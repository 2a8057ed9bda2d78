using System.Runtime.InteropServices;
using FineFlow.Core;
using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>Whether libtorch loads, its version and its threads.</summary>
/// <param name="Loads">Whether the native libraries could be loaded.</param>
/// <param name="Error">Message of the system's loader; null when they load.</param>
/// <param name="Path">
/// The folder that <see cref="InstalledLibtorch.Variable"/> names; null for the libtorch that came with the program.
/// </param>
/// <param name="Version">The version of libtorch; null when it does not load.</param>
/// <param name="IntraOpThreads">Threads that share one operation; null when libtorch does not load.</param>
/// <param name="InterOpThreads">Operations that may run concurrently; null when libtorch does not load.</param>
/// <param name="OneDnn">
/// Whether oneDNN convolves; false where it is wrong (<see cref="Runtime.OneDnn"/>); null when libtorch does not load.
/// </param>
internal sealed record LibtorchReport(
    bool Loads, string? Error, string? Path, string? Version, int? IntraOpThreads, int? InterOpThreads, bool? OneDnn)
{
    private static readonly string[] Libraries = ["torch_cpu", "LibTorchSharp"];

    /// <summary>Whether the program's own is loaded: no other can be then.</summary>
    private static volatile bool _ownIsLoaded;

    internal static LibtorchReport Collect() => Collect(Libraries);

    /// <summary>
    /// Loads the libraries explicitly before the first use of TorchSharp's <c>torch</c> class, which on failure prints pages on standard
    /// output and copies all of libtorch out of the package cache in search of one that loads.
    /// </summary>
    internal static LibtorchReport Collect(string[] libraries)
    {
        OpenMpSpin.Configure();
        MallocTuning.Apply();
        return Load(libraries) is { } error
            ? new LibtorchReport(false, error, InstalledLibtorch.Folder, null, null, null, null)
            : new LibtorchReport(
                true,
                null,
                InstalledLibtorch.Loaded?.Path,
                InstalledLibtorch.Version,
                torch.get_num_threads(),
                torch.get_num_interop_threads(),
                Runtime.OneDnn.IsOn);
    }

    /// <summary>Returns why the libraries do not load; null when they do.</summary>
    private static string? Load(string[] libraries)
    {
        try
        {
            if (InstalledLibtorch.Folder is { } folder)
            {
                if (_ownIsLoaded)
                {
                    return $"{folder} is asked for, but this process computes by the libtorch that came with the program";
                }

                InstalledLibtorch.Load(folder);
                return null;
            }

            foreach (var library in libraries)
            {
                NativeLibrary.Load(library, typeof(torch).Assembly, searchPath: null);
            }

            _ownIsLoaded = true;
            return null;
        }
        catch (Exception failure) when (failure is TypeLoadException or TypeInitializationException or BadImageFormatException
            or BadInputException)
        {
            return failure.GetBaseException().Message;
        }
    }
}
