using FineFlow.Core.Baselines;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;

namespace FineFlow.Core.Tests.Datasets;

[Trait(SharedFiles.Trait, SharedFiles.Needed)]
public class RealDatasetTests
{
    [Fact]
    public void Bikenyc_loads_clean()
    {
        var summary = DatasetSummary.Of(Load("bikenyc"));
        Assert.Equal((2, 2), (summary.ScaleFactor, summary.Channels.Count));
        Assert.All(summary.Splits, split =>
        {
            Assert.Equal([split.Samples, 2, 80, 32], split.FineShape);
            Assert.Equal(split.Coarse.Total, split.Fine.Total);
            Assert.False(split.HasExternal);
            Assert.True(split.FirstSlot < split.LastSlot);
        });
    }

    [Fact]
    public void Sfcab_loads_clean()
    {
        var summary = DatasetSummary.Of(Load("sfcab"));
        Assert.Equal(4, summary.ScaleFactor);
        Assert.Equal(["inflow"], summary.Channels);
        Assert.All(summary.Splits, split =>
        {
            Assert.Equal([split.Samples, 1, 128, 128], split.FineShape);
            Assert.Equal(split.Coarse.Total, split.Fine.Total);
            Assert.InRange(split.Fine.ZeroShare, 0.3, 0.99);
            Assert.True(split.HasExternal);
            Assert.InRange(split.FirstSlot!.Value, new(2008, 5, 17), split.LastSlot!.Value);
        });
        Assert.True(summary.Splits[0].LastSlot < summary.Splits[1].FirstSlot);
        Assert.True(summary.Splits[1].LastSlot < summary.Splits[2].FirstSlot);
    }

    [Fact]
    public void On_real_flow_history_beats_the_even_split()
    {
        var dataset = Load("sfcab");
        var (train, test) = (dataset["train"], dataset["test"]);
        var history = HistoricalAverage.Fit(train.Coarse, train.Fine, train.External);
        Assert.True(Mse(test, history.Predict(test.Coarse, test.External)) < Mse(test, EvenSplit.Predict(test.Coarse, 4)));
    }

    private static FlowDataset Load(string name) =>
        DatasetFolder.Load(SharedFiles.PathOrSkip($"data/{name}"), new() { Strict = true });

    private static double Mse(FlowSplit split, FlowMaps predicted)
    {
        var metrics = new MetricAccumulator(split.Fine.SampleLength);
        metrics.Add(split.Fine.Values, predicted.Values);
        return metrics.Result()[MetricCatalog.Mse];
    }
}
