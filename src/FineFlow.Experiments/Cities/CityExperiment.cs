using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Reports;
using FineFlow.Torch.Models;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Cities;

/// <summary>
/// The models of a city: the histories are fitted, DMN is trained in a given time, all are compared on the test days, and the best one gets
/// a report.
/// </summary>
internal sealed class CityExperiment(string folder, FlowDataset data, string device)
{
    private const string Recommended = ModelCatalog.Recommended;
    private const double DmnToPha = 1.5;

    private static readonly string[] Untrained = ["mean", "ha", "kha", "pha"];

    /// <summary>Trains or goes on, compares, and writes the report.</summary>
    /// <param name="time">Time for the training of DMN.</param>
    /// <param name="notes">What the report says about the data.</param>
    /// <param name="begin">Is called before the training; returns what receives its progress.</param>
    /// <param name="cancellationToken">Stops the training after the current step; the rest is done with the weights so far.</param>
    /// <exception cref="BadInputException">The folder holds something else, or cannot be written.</exception>
    public CityReport Run(
        TimeSpan time, IReadOnlyList<string> notes, Func<IProgress<TrainingProgress>?> begin, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var results = new List<ModelResult>();
        var (last, ofOne) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var name in Untrained)
        {
            Fit(name);
            results.Add(ModelResult.Of(FolderOf(name), data, device));
            (last, ofOne) = (watch.Elapsed, watch.Elapsed - last);
        }

        // The last of them, PHA, is fitted as DMN is finished, and measured as DMN is.
        var training = new TimedTraining(FolderOf(Recommended), data, time - watch.Elapsed - (DmnToPha * ofOne), begin());
        var outcome = training.Run(Request(Recommended).With(run => run with { Seed = 1 }), cancellationToken);
        if (outcome.Best is not null)
        {
            results.Add(ModelResult.Of(FolderOf(Recommended), data, device));
        }

        var best = results.MinBy(result => result.Evaluation.Metrics[MetricCatalog.Mse])!;
        var page = Path.Combine(folder, "report.html");
        var report = RunReport.Of(FolderOf(best.Model), data.Folder, CancellationToken.None);
        ReportPage.Save(page, report with { Notes = [.. notes, .. report.Notes] });
        return new(data.Folder, FolderOf(best.Model), page, results, outcome.End);
    }

    private void Fit(string name)
    {
        var run = RunFolder.OpenOrCreate(FolderOf(name), () => Request(name).NewRun(data));
        new Trainer(run, data).Run(CancellationToken.None);
    }

    private TrainingRequest Request(string model) =>
        new TrainingRequest { Model = model }.With(run => run with { Device = device });

    private string FolderOf(string model) => Path.Combine(folder, "models", model);
}
