using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Divides work among as many threads as libtorch computes with.</summary>
internal static class KernelThreads
{
    /// <summary>Number of threads.</summary>
    public static int Count => get_num_threads();

    /// <summary>Runs the work for 0 to <paramref name="pieces"/> - 1, in any order; the calling thread takes part.</summary>
    public static void Each(int pieces, Action<int> work)
    {
        var threads = Math.Min(Count, pieces);
        if (threads > 1)
        {
            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
            return;
        }

        for (var piece = 0; piece < pieces; piece++)
        {
            work(piece);
        }
    }
}
