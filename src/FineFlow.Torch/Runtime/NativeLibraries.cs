using FineFlow.Core;
using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>The native libraries that tensor operations need.</summary>
public static class NativeLibraries
{
    /// <summary>
    /// Loads libtorch and sets its number of threads. Programs call this before their first use of a tensor, since TorchSharp prints pages
    /// on standard output where libtorch does not load.
    /// </summary>
    /// <param name="threads">Threads of an operator on the calling thread; null for libtorch's default.</param>
    /// <exception cref="BadInputException">libtorch does not load, or the number of threads is not 1 to 4096.</exception>
    public static void Require(int? threads = null)
    {
        var report = LibtorchReport.Collect();
        if (!report.Loads)
        {
            throw new BadInputException("libtorch", $"does not load on this machine: {report.Error}");
        }

        if (threads is { } count)
        {
            torch.set_num_threads(Checked(count));
        }
    }

    /// <summary>Validates a number of threads.</summary>
    /// <exception cref="BadInputException">It is not 1 to 4096.</exception>
    internal static int Checked(int threads) => threads is >= 1 and <= 4096
        ? threads
        : throw new BadInputException("setting 'threads'", $"is {threads}; expected 1 to 4096") { Setting = nameof(threads) };
}
