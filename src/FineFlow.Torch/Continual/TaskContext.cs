using FineFlow.Core.Datasets;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Continual;

/// <summary>A task of a sequence, as its strategy sees it.</summary>
/// <param name="Number">The task, counted from 1.</param>
/// <param name="Count">Tasks of the sequence.</param>
/// <param name="Train">What it trains on.</param>
/// <param name="Run">Its run.</param>
/// <param name="Options">Settings of the strategies.</param>
/// <param name="Memory">The file that the strategy of the task before has left; null: none.</param>
internal sealed record TaskContext(int Number, int Count, FlowSplit Train, RunManifest Run, ContinualOptions Options, string? Memory)
{
    /// <summary>Whether no task was before.</summary>
    public bool IsFirst => Number == 1;

    /// <summary>Whether no task comes after.</summary>
    public bool IsLast => Number == Count;

    /// <summary>The strategy's random numbers.</summary>
    public StepDraws Draws => new(Run.Seed, Number);
}
