using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;

namespace FineFlow.Torch.Tests.Inference;

public class EvaluationTests
{
    [Fact]
    public void An_even_split_is_measured_as_by_hand()
    {
        var split = SmallFlows.Split(SplitNames.Test, 3);
        using var network = CatalogCases.Create("mean");

        var evaluation = Evaluation.Run(network, split, "test");

        var factor = CatalogCases.Factor;
        var error = 0.0;
        for (var cell = 0; cell < split.Fine.Values.Length; cell++)
        {
            var map = cell / (split.Fine.Rows * split.Fine.Columns);
            var (row, column) = (cell / split.Fine.Columns % split.Fine.Rows, cell % split.Fine.Columns);
            var coarse = split.Coarse.Values[(map * split.Coarse.Rows + row / factor) * split.Coarse.Columns + column / factor];
            error += Math.Pow(split.Fine.Values[cell] - coarse / (factor * factor), 2);
        }

        Assert.Equal(error / split.Fine.Values.Length, evaluation.Metrics[MetricCatalog.Mse], tolerance: 1e-9);
        Assert.True(evaluation.Conservation.Conserves);
        Assert.Equal(1, evaluation.FlatBlocks);
    }

    [Fact]
    public void A_split_of_another_upscaling_factor_is_refused()
    {
        using var network = CatalogCases.Create("mean");

        Assert.Equal(
            "data/test: has an upscaling factor of 2, but this mean was built for 4",
            Refused.By(() => Evaluation.Run(network, SmallFlows.Split(SplitNames.Test, 3, factor: 2), "data/test")));
    }
}
