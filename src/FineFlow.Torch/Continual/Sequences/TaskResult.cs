using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Continual.Sequences;

/// <summary>result.json: a task that was trained, and the errors of its best weights on the test splits of all tasks.</summary>
/// <param name="Task">The task, counted from 1.</param>
/// <param name="Epochs">Epochs that were trained.</param>
/// <param name="BestEpoch">The epoch with the lowest validation MSE on this task.</param>
/// <param name="Seconds">Seconds of all epochs.</param>
/// <param name="Test">The errors, task by task; those of later tasks included.</param>
internal sealed record TaskResult(int Task, int Epochs, int BestEpoch, double Seconds, IReadOnlyList<FlowMetrics> Test)
{
    /// <summary>Name of the file in the task's run folder.</summary>
    public const string FileName = "result.json";
}
