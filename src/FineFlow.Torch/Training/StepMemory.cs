using FineFlow.Core.Datasets;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training;

/// <summary>Measures the peak memory of a training: the whole process with its data, during two steps of a fresh network.</summary>
internal static class StepMemory
{
    // Adam makes its moments before the first step; only the second shows them beside everything else.
    internal const int Steps = 2;

    /// <summary>Returns the peak in bytes; null where the system does not report it.</summary>
    /// <param name="run">The training.</param>
    /// <param name="data">Its data.</param>
    public static long? Measure(RunManifest run, FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(data);
        if (!PeakMemory.Reset())
        {
            return null;
        }

        var train = data[SplitNames.Train];
        var samples = Enumerable.Range(0, Math.Min(run.Recipe.BatchSize, train.Samples)).ToArray();
        using var state = TrainingState.Create(run);
        state.Network.Fit(train, data[SplitNames.Valid]);
        state.Network.train();
        var loop = new TrainingLoop(state, run.Loss, run.Recipe, run.MicroBatch);
        for (var taken = 0; state.Optimizer is not null && taken < Steps; taken++)
        {
            loop.RunStep(train, samples);
        }

        return PeakMemory.Read();
    }
}
