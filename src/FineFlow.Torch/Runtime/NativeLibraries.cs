using FineFlow.Core;
using TorchSharp;

namespace FineFlow.Torch.Runtime;

/// <summary>The native libraries under everything that touches a tensor.</summary>
public static class NativeLibraries
{
    /// <summary>
    /// Loads libtorch, or says in one line why it does not load. Programs call it before their first use of a tensor: TorchSharp's
    /// own way of failing prints pages on standard output.
    /// </summary>
    /// <param name="threads">Threads of an operator on the calling thread; libtorch's own choice when null.</param>
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

    /// <summary>A number of threads, if it is one.</summary>
    /// <exception cref="BadInputException">It is not 1 to 4096.</exception>
    internal static int Checked(int threads) => threads is >= 1 and <= 4096
        ? threads
        : throw new BadInputException("option --threads", $"is {threads}; expected 1 to 4096");
}
