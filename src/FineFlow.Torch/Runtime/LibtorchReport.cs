using System.Runtime.InteropServices;

using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>Whether libtorch loads, its version and its threads.</summary>
/// <param name="Loads">Whether the native libraries could be loaded.</param>
/// <param name="Error">Message of the system's loader; null when they load.</param>
/// <param name="Version">The version of libtorch; null when it does not load.</param>
/// <param name="IntraOpThreads">Threads that share one operation; null when libtorch does not load.</param>
/// <param name="InterOpThreads">Operations that may run concurrently; null when libtorch does not load.</param>
/// <param name="OneDnn">
/// Whether oneDNN convolves; false where it is wrong (<see cref="Runtime.OneDnn"/>); null when libtorch does not load.
/// </param>
internal sealed record LibtorchReport(
    bool Loads, string? Error, string? Version, int? IntraOpThreads, int? InterOpThreads, bool? OneDnn)
{
    private static readonly string[] Libraries = ["torch_cpu", "LibTorchSharp"];

    internal static LibtorchReport Collect() => Collect(Libraries);

    /// <summary>
    /// Loads the libraries explicitly before the first use of TorchSharp's <c>torch</c> class, which on failure prints pages on standard
    /// output and copies all of libtorch out of the package cache in search of one that loads.
    /// </summary>
    internal static LibtorchReport Collect(string[] libraries)
    {
        OpenMpSpin.Configure();
        MallocTuning.Apply();
        try
        {
            foreach (var library in libraries)
                NativeLibrary.Load(library, typeof(torch).Assembly, searchPath: null);

            return new LibtorchReport(
                true, null, torch.__version__, torch.get_num_threads(), torch.get_num_interop_threads(), Runtime.OneDnn.IsOn);
        }
        catch (Exception failure) when (failure is TypeLoadException or TypeInitializationException or BadImageFormatException)
        {
            return new LibtorchReport(false, failure.GetBaseException().Message, null, null, null, null);
        }
    }
}
