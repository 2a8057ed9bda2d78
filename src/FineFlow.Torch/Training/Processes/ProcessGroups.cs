using System.Runtime.InteropServices;
using FineFlow.Core;

namespace FineFlow.Torch.Training.Processes;

/// <summary>What the processes of a group tell each other beside gradients.</summary>
internal static class ProcessGroups
{
    /// <summary>Returns the group that this process was started in: that of <c>mpirun</c>, or it alone.</summary>
    /// <exception cref="BadInputException">Open MPI is missing, or does not start.</exception>
    public static IProcessGroup Join() =>
        LaunchedProcess.Current is { Size: > 1 } launched ? OpenMpiGroup.Join(launched) : new SingleProcess();

    /// <summary>Returns every process's number, in the order of their ranks.</summary>
    public static double[] Gather(this IProcessGroup processes, double own)
    {
        var all = new double[processes.WorldSize];
        processes.Gather(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in own)), MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }

    /// <summary>Returns whether something holds for any process.</summary>
    public static bool Any(this IProcessGroup processes, bool own)
    {
        Span<byte> all = stackalloc byte[processes.WorldSize];
        processes.Gather([own ? (byte)1 : (byte)0], all);
        return all.Contains((byte)1);
    }

    /// <summary>Refuses a group in which a process has something else than rank 0.</summary>
    /// <param name="processes">The group.</param>
    /// <param name="own">A checksum of what this process has, of the same length in each.</param>
    /// <param name="problem">What such a process has, and what was expected.</param>
    /// <exception cref="BadInputException">Names the first such process. Every process of the group throws it.</exception>
    public static void RequireSame(this IProcessGroup processes, ReadOnlySpan<byte> own, string problem)
    {
        var all = new byte[own.Length * processes.WorldSize];
        processes.Gather(own, all);
        for (var rank = 1; rank < processes.WorldSize; rank++)
        {
            if (!all.AsSpan(rank * own.Length, own.Length).SequenceEqual(all.AsSpan(0, own.Length)))
            {
                throw new BadInputException($"process {rank} of {processes.WorldSize}", $"{problem}");
            }
        }
    }
}
