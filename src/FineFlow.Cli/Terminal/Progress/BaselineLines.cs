using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>Shows what costs nothing and what is possible on the validation split, before a training's first step.</summary>
/// <param name="data">The training's dataset.</param>
/// <param name="training">Receives all that the training reports.</param>
/// <param name="cancellationToken">Ends the measurement.</param>
internal sealed class BaselineLines(
    FlowDataset data, IProgress<TrainingProgress> training, CancellationToken cancellationToken) : IProgress<TrainingProgress>
{
    /// <summary>The baselines; null before they are measured.</summary>
    public Baselines? Baselines { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value is TrainingBegins)
        {
            Measure();
        }

        training.Report(value);
    }

    private void Measure()
    {
        try
        {
            Baselines = Baselines.Measure(data, SplitNames.Valid, cancellationToken: cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return; // the training stops as well, and saves
        }

        foreach (var line in BaselineText.Lines(Baselines))
        {
            Output.Note(line);
        }
    }
}
