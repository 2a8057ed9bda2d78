using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Tests.Models.Histories;

namespace FineFlow.Torch.Tests.Inference;

public class DistributionEvaluationTests
{
    private static readonly FlowSplit Test = HistoryCity.Split(SplitNames.Test, 15, 5, seed: 3);

    [Fact]
    public void In_batches_it_is_that_of_all_samples_at_once()
    {
        using var network = Fitted();

        var evaluation = Evaluation.RunWithDistribution(network, Test, "test");

        var band = Predictor.Bands(network, Test.Inputs, "test", batch: Test.Samples, CancellationToken.None).Single();
        var (distribution, measured) = (band.Distribution!, evaluation.Distribution!);
        Assert.True(Test.Samples > Predictor.DefaultBatch);
        Assert.Equal(Evaluation.Run(network, Test, "test").Metrics, measured.Estimates.Mean);
        Assert.Equal(Errors(Estimates.Map(Test.Coarse, distribution, EstimateKind.Mae)), measured.Estimates.Mae);
        Assert.Equal(Errors(Estimates.Map(Test.Coarse, distribution, EstimateKind.Mape)), measured.Estimates.Mape);
        var likelihood = LogLikelihood.Sum(Test.Fine, distribution) / Test.Fine.Values.Sum(value => (double)value);
        Assert.Equal(likelihood, measured.LogLikelihood!.Value, tolerance: 1e-9);
        var coverage = new CoverageAccumulator();
        coverage.Add(Test.Coarse, Test.Fine, distribution);
        Assert.Equal(coverage.Result()!.Coverage, measured.Coverage!.Coverage, tolerance: 1e-9);
        Assert.Equal(coverage.Result()!.Cells, measured.Coverage.Cells);
    }

    [Fact]
    public void Each_estimate_is_the_best_for_its_metric()
    {
        using var network = Fitted();

        var estimates = Evaluation.RunWithDistribution(network, Test, "test").Distribution!.Estimates;

        Assert.True(estimates.Mae![MetricCatalog.Mae] < estimates.Mean[MetricCatalog.Mae]);
        Assert.True(estimates.Mape![MetricCatalog.Mape] < estimates.Mae[MetricCatalog.Mape]);
        Assert.True(estimates.Mean[MetricCatalog.Mse] < estimates.Mae[MetricCatalog.Mse]);
    }

    [Fact]
    public void Counts_that_are_not_whole_have_the_mean_map_alone()
    {
        var fine = new FlowMaps(Test.Fine.Shape, Array.ConvertAll(Test.Fine.Values, value => value / 3));
        var real = Test with { Fine = fine, Coarse = BlockSum.Coarsen(fine, HistoryCity.Factor) };
        using var network = Fitted();

        var measured = Evaluation.RunWithDistribution(network, real, "test").Distribution!;

        Assert.All(
            new object?[] { measured.Estimates.Mae, measured.Estimates.Mape, measured.LogLikelihood, measured.Coverage }, Assert.Null);
        Assert.True(measured.Estimates.Mean[MetricCatalog.Mse] > 0);
    }

    [Fact]
    public void A_count_too_large_for_intervals_leaves_the_mean_map()
    {
        var fine = new FlowMaps(Test.Fine.Shape, [.. Test.Fine.Values]);
        fine.Sample(20)[0] = Estimates.LargestCount + 1;
        var large = Test with { Fine = fine, Coarse = BlockSum.Coarsen(fine, HistoryCity.Factor) };
        using var network = Fitted();

        Assert.Null(Evaluation.RunWithDistribution(network, large, "test").Distribution!.Estimates.Mae);
    }

    [Fact]
    public void A_network_without_distributions_has_none()
    {
        using var network = CatalogCases.Create("mean");

        Assert.Null(Evaluation.RunWithDistribution(network, SmallFlows.Split(SplitNames.Test, 3), "test").Distribution);
    }

    private static FlowMetrics Errors(FlowMaps inferred) => Evaluation.Compare(Test, inferred).Metrics;

    private static KhaNetwork Fitted()
    {
        var network = new KhaNetwork(new()
        {
            Height = HistoryCity.Rows,
            Width = HistoryCity.Columns,
            ScaleFactor = HistoryCity.Factor,
            InChannels = 1,
            UseExt = false,
            SlotsPerDay = 6,
        });
        var valid = HistoryCity.Split(SplitNames.Valid, 12, 3, seed: 2);
        network.Fit(HistoryCity.Split(SplitNames.Train, 0, 12), valid);
        network.Finish(valid);
        return network;
    }
}
