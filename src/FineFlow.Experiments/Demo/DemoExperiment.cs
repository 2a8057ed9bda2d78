using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Slots;
using FineFlow.Plots;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Demo;

/// <summary>
/// The demo: DMN and a small PLGF are trained on a small city in a few minutes and compared with the baselines that are not trained. A
/// picture shows one slot of a test day.
/// </summary>
internal static class DemoExperiment
{
    private static readonly string[] Untrained = ["mean", "ha", "kha"];

    /// <summary>Trains or resumes the trainings, compares the models and draws the picture.</summary>
    /// <param name="folder">Folder for the runs and the picture.</param>
    /// <param name="data">The city.</param>
    /// <param name="device">What the models compute on.</param>
    /// <param name="begin">Is given the name of each network whose training begins; returns what receives its progress.</param>
    /// <param name="cancellationToken">
    /// Stops the training after the current step; the demo continues with the weights so far, and without PLGF if it has none.
    /// </param>
    /// <exception cref="BadInputException">The folder holds something else, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped before DMN's first epoch was finished.</exception>
    public static DemoReport Run(
        string folder,
        FlowDataset data,
        string device,
        Func<string, IProgress<TrainingProgress>?> begin,
        CancellationToken cancellationToken = default)
    {
        foreach (var name in Untrained)
        {
            Train(Path.Combine(folder, name), On(new() { Model = name }), data, progress: null, CancellationToken.None);
        }

        var (dmn, plgf) = (Path.Combine(folder, "dmn"), Path.Combine(folder, "plgf"));
        var first = Train(dmn, On(DemoTrainings.Dmn), data, begin("dmn"), cancellationToken);
        if (first.Best is null)
        {
            throw new OperationCanceledException("the first epoch was not finished", cancellationToken);
        }

        var second = cancellationToken.IsCancellationRequested
            ? null
            : Train(plgf, On(DemoTrainings.SmallPlgf), data, begin("plgf"), cancellationToken);
        var other = ModelBundle.FindCard(plgf) is null ? null : plgf;
        var picture = Path.Combine(folder, "demo.png");
        Draw(picture, dmn, other, data);
        string?[] runs = [.. Untrained.Select(name => Path.Combine(folder, name)), other, dmn];
        var results = runs.OfType<string>().Select(run => ModelResult.Of(run, data, device)).ToList();
        return new(data.Folder, dmn, picture, results, second?.End ?? TrainingEnd.Interrupted);

        TrainingRequest On(TrainingRequest request) => request.With(run => run with { Device = device });
    }

    private static TrainingOutcome Train(
        string folder,
        TrainingRequest request,
        FlowDataset data,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var run = RunFolder.OpenOrCreate(folder, () => request.NewRun(data));
        var trainer = new Trainer(run, data, progress);
        return trainer.Run(cancellationToken);
    }

    /// <summary>Draws the busiest slot of the test split.</summary>
    private static void Draw(string path, string dmn, string? plgf, FlowDataset data)
    {
        var test = data[SplitNames.Test];
        var slot = SplitSlot.AtRank(test, 1);
        using var model = ModelBundle.Load(dmn);
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"From {test.Coarse.SampleLength:N0} coarse counts to {test.Fine.SampleLength:N0} fine ones that add up");
        var subtitle = $"{data.Manifest.Name}, {slot.When}, not seen in training";
        var comparison = slot.Compare(model, title, subtitle, data.Manifest.Units ?? "counts", data.Folder);
        FlowComparisonFigure.SavePng(path, comparison with { Other = plgf is null ? null : Infer(plgf, slot) });
    }

    private static OtherInference Infer(string run, SplitSlot slot)
    {
        using var model = ModelBundle.Load(run);
        return new(model.Card.Model, model.Predict(slot.Inputs));
    }
}
