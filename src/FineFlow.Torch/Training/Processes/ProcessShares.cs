using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Processes;

/// <summary>How several processes share the work of a run.</summary>
internal static class ProcessShares
{
    /// <summary>
    /// Returns the run with micro-batches for so many processes: one a process and step, unless the run has smaller ones. The micro-batches
    /// alone decide on the bits of the result, so that any number of processes may go on with the run.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="processes">Number of processes.</param>
    /// <exception cref="BadInputException">There are too few samples or micro-batches in a batch.</exception>
    public static RunManifest Divide(RunManifest run, int processes)
    {
        var batch = run.Recipe.BatchSize;
        if (batch < processes)
        {
            throw new BadInputException(
                "setting 'batch_size'",
                $"is {batch}, fewer than the {processes} processes that share a batch; expected at least {processes}")
            {
                Setting = nameof(Recipe.BatchSize),
            };
        }

        var share = (batch + processes - 1) / processes;
        if (processes > 1 && run.MicroBatch > share)
        {
            throw new BadInputException(
                "setting 'micro_batch'",
                $"is {run.MicroBatch}, which leaves some of {processes} processes without samples of a batch of {batch}; "
                    + $"expected at most {share}")
            {
                Setting = nameof(RunOptions.MicroBatch),
            };
        }

        return processes == 1 ? run : run with { MicroBatch = run.MicroBatch ?? share };
    }

    /// <summary>Sets libtorch's number of threads to this process's share of it, at least one.</summary>
    /// <param name="localProcesses">Processes on this machine.</param>
    public static void DivideThreads(int localProcesses)
    {
        if (localProcesses > 1)
        {
            set_num_threads(Math.Max(1, get_num_threads() / localProcesses));
        }
    }
}
