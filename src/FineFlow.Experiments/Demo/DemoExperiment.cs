using System.Globalization;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Plots;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Demo;

/// <summary>
/// The demo: a small PLGF is trained on a small city in a few minutes and compared with the two baselines that are not trained. A picture
/// shows one slot of a test day.
/// </summary>
internal static class DemoExperiment
{
    /// <summary>A PLGF of a thirtieth of the published size with a short schedule, for three minutes on two cores.</summary>
    private static readonly TrainingRequest SmallPlgf = new TrainingRequest
    {
        Model = "plgf",
        Settings = new Dictionary<string, JsonNode?>
        {
            ["base_channels"] = 24,
            ["context_channels"] = 24,
            ["growth_rate"] = 8,
            ["rdb_layers"] = 3,
            ["pyramid_scales"] = 3,
        },
    }
        .With(recipe => recipe with { Epochs = 16, BatchSize = 10, LearningRate = 1e-3 })
        .With(run => run with { Precision = ComputePrecision.Fp32, Seed = 1 });

    /// <summary>Trains or resumes the training, compares the models and draws the picture.</summary>
    /// <param name="folder">Folder for the runs and the picture.</param>
    /// <param name="data">The city.</param>
    /// <param name="progress">Receives the progress of PLGF's training.</param>
    /// <param name="cancellationToken">Stops the training after the current step; the demo continues with the weights so far.</param>
    /// <exception cref="BadInputException">The folder holds something else, or cannot be written.</exception>
    public static DemoReport Run(
        string folder, FlowDataset data, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var results = new List<DemoResult>();
        foreach (var name in new[] { "mean", "ha" })
        {
            Train(Path.Combine(folder, name), new TrainingRequest { Model = name }, data, progress: null, CancellationToken.None);
            results.Add(Evaluate(Path.Combine(folder, name), data));
        }

        var plgf = Path.Combine(folder, "plgf");
        var outcome = Train(plgf, SmallPlgf, data, progress, cancellationToken);
        if (outcome.Best is null)
        {
            throw new OperationCanceledException("the first epoch was not finished", cancellationToken);
        }

        results.Add(Evaluate(plgf, data));
        var picture = Path.Combine(folder, "demo.png");
        Draw(picture, plgf, data);
        return new(data.Folder, plgf, picture, results, outcome.End);
    }

    private static TrainingOutcome Train(
        string folder,
        TrainingRequest request,
        FlowDataset data,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var run = RunFolder.Holds(folder) ? RunFolder.Open(folder) : RunFolder.Create(folder, request.NewRun(data));
        var trainer = new Trainer(run, data, progress);
        return trainer.Run(cancellationToken);
    }

    private static DemoResult Evaluate(string run, FlowDataset data)
    {
        using var model = ModelBundle.Load(run);
        var title = ModelCatalog.Find(model.Card.Model).Title;
        return new(model.Card.Model, title, model.Card.Parameters, Evaluation.Run(model.Network, data[SplitNames.Test], data.Folder));
    }

    /// <summary>Draws the busiest slot of the test split.</summary>
    private static void Draw(string path, string run, FlowDataset data)
    {
        var test = data[SplitNames.Test];
        var slot = Enumerable.Range(0, test.Samples).MaxBy(sample => Total(test.Coarse.Sample(sample)));
        var (inputs, fine) = (test.Inputs.Slice(slot, 1), test.Fine.Slice(slot, 1));
        var coarse = inputs.Coarse;
        using var model = ModelBundle.Load(run);
        FlowComparisonFigure.SavePng(path, new FlowComparison
        {
            Title = string.Create(
                CultureInfo.InvariantCulture,
                $"From {coarse.SampleLength:N0} coarse counts to {fine.SampleLength:N0} fine ones that add up"),
            Subtitle = $"{data.Manifest.Name}, {Time(test, slot)}, not seen in training",
            Model = "PLGF",
            Unit = data.Manifest.Units ?? "counts",
            Coarse = coarse,
            Inferred = model.Predict(inputs),
            Truth = fine,
        });
    }

    private static double Total(ReadOnlySpan<float> values)
    {
        var total = 0.0;
        foreach (var value in values)
        {
            total += value;
        }

        return total;
    }

    private static string Time(FlowSplit split, int slot) => split.Time is { } time
        ? DateTimeOffset.FromUnixTimeSeconds(time[slot]).ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)
        : $"slot {slot}";
}
