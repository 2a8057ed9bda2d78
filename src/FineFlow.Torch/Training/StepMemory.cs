using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>How much memory a training holds at most: the whole process, its data included, through two steps of a fresh network.</summary>
public static class StepMemory
{
    // Adam makes its moments before the first step; only the second shows them beside everything else.
    private const int Steps = 2;

    /// <summary>Peak in bytes; null where the system does not tell.</summary>
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
        var loss = run.CreateLoss();
        using var state = new TrainingState(run.CreateNetwork(), run.Recipe);
        state.Network.Fit(train);
        state.Network.train();
        for (var step = 0; state.Optimizer is { } optimizer && step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var (batch, truth) = FlowBatch.Gather(train, samples);
            optimizer.zero_grad();
            state.Network.TrainingLoss(loss, batch.Coarse, batch.External, truth, unit: 1).backward();
            optimizer.step();
        }

        return PeakMemory.Read();
    }
}
