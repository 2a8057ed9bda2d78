using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Comparison;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Tests.Comparison;

public sealed class DistrictComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_stand_apart_in_what_one_of_them_left_out_and_in_the_rest()
    {
        var data = DatasetFolder.Load(SmallTown.Write(_folder, "town"));
        var (whole, without) = (Train(data, "whole", null), Train(data, "without", "2x2:1"));

        var report = RunComparison.Of([whole, without], data, "test", cancellationToken: TestContext.Current.CancellationToken).Report;

        Assert.Equal("2x2:1", report.LeftOut);
        Assert.Equal([("left out", 4), ("rest", 12)], report.Districts!.Select(part => (part.Part, part.Blocks)));
        Assert.All(report.Runs.Index(), run => Assert.Equal(
            run.Item.Metrics[MetricCatalog.Mse],
            report.Districts!.Sum(part => part.Blocks * part.Runs[run.Index].Metrics[MetricCatalog.Mse]) / 16,
            1e-6));

        // What was left out is split evenly; of the rest both runs know the same.
        var (left, rest) = (report.Districts![0], report.Districts[1]);
        Assert.Equal(left.EvenSplit, left.Runs[1].Metrics);
        Assert.NotEqual(left.Runs[0].Metrics, left.Runs[1].Metrics);
        Assert.Equal(rest.Runs[0].Metrics, rest.Runs[1].Metrics);
        Assert.NotNull(left.Runs[1].Bootstrap);
        Assert.Null(left.Runs[0].Bootstrap);
        Assert.Contains("| left out, 4 blocks | whole |", ComparisonMarkdown.Of(report, ["map.png"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Different_districts_are_not_told_apart_and_a_warning_says_so()
    {
        var data = DatasetFolder.Load(SmallTown.Write(_folder, "town"));
        string[] runs = [Train(data, "one", "2x2:1"), Train(data, "two", "2x2:2")];

        var report = RunComparison.Of(runs, data, "test", cancellationToken: TestContext.Current.CancellationToken).Report;

        Assert.Null(report.Districts);
        Assert.Contains(
            "the trainings left out different districts (2x2:1 (4 of 16 blocks); 2x2:2 (4 of 16 blocks)), which are not told apart",
            report.Warnings);
    }

    private string Train(FlowDataset data, string name, string? leaveOut)
    {
        var request = new TrainingRequest { Model = "ha" }.With(run => run with { Threads = 1, LeaveOut = leaveOut });
        var run = RunFolder.Create(_folder.File(name), request.NewRun(data));
        new Trainer(run, data).Run(TestContext.Current.CancellationToken);
        return run.Path;
    }
}
