using FineFlow.Cli.Reports;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>
/// Shows, before a training's first step, what is learned, whether the network is large for the data, and what costs nothing and what is
/// possible on the validation split.
/// </summary>
/// <param name="run">The training's run.</param>
/// <param name="data">Its dataset.</param>
/// <param name="training">Receives all that the training reports.</param>
/// <param name="cancellationToken">Ends the measurement.</param>
internal sealed class BaselineLines(
    RunManifest run, FlowDataset data, IProgress<TrainingProgress> training, CancellationToken cancellationToken)
    : IProgress<TrainingProgress>
{
    /// <summary>The baselines; null before they are measured.</summary>
    public Baselines? Baselines { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value is TrainingBegins)
        {
            Describe();
            Advise();
            if (run.LeftOut?.IsEverything != true)
            {
                Measure();
            }
        }

        training.Report(value);
    }

    private void Describe()
    {
        var fine = data[SplitNames.Train].Fine;
        Output.Note($"learns {CityLine.Of(data.Manifest, (fine.Rows, fine.Columns))}");
        if (run.LeftOut is { } blocks)
        {
            Output.Note($"does not see the fine counts of {blocks}");
        }
    }

    private void Advise()
    {
        if (NetworkSizes.Advice(ModelCatalog.Find(run.Model), run.Options, run.Data.TrainSamples) is { } advice)
        {
            Output.Note(advice);
        }
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
