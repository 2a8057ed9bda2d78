using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Tests.Models.Histories;

namespace FineFlow.Torch.Tests.Inference;

public sealed class BaselinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FlowDataset _city;

    public BaselinesTests()
    {
        DatasetFolder.Write(_folder.File("city"), new() { SlotMinutes = 240 }, [
            HistoryCity.Split(SplitNames.Train, 0, 12),
            HistoryCity.Split(SplitNames.Valid, 12, 3, seed: 2),
            HistoryCity.Split(SplitNames.Test, 15, 5, seed: 3),
        ]);
        _city = Load();
    }

    [Fact]
    public void They_are_the_models_of_the_catalog_fitted_on_train_and_valid()
    {
        var baselines = Baselines.Measure(_city, SplitNames.Test);

        AssertNear(Errors("mean"), baselines.EvenSplit);
        AssertNear(Errors("ha"), baselines.HistoricalAverage!);
        Assert.Equal(Errors("kha"), baselines.KernelHistory);
    }

    [Fact]
    public void The_noise_floor_is_that_of_the_split_and_not_of_the_model()
    {
        using var mean = Fitted("mean");

        var floor = Baselines.Measure(_city, SplitNames.Test, mean).NoiseFloor;

        Assert.Equal(floor, Baselines.Measure(_city, SplitNames.Test).NoiseFloor);
        Assert.NotEqual(floor, Baselines.Measure(Load(SplitNames.Test), SplitNames.Test, mean).NoiseFloor);
    }

    [Fact]
    public void The_removable_share_is_0_for_the_even_split_and_1_at_the_floor()
    {
        var baselines = Baselines.Measure(_city, SplitNames.Test);
        var (even, floor) = (baselines.EvenSplit[MetricCatalog.Mse], baselines.NoiseFloor!.Value);

        Assert.InRange(floor, 0, even);
        Assert.Equal(0, baselines.RemovableShare(even));
        Assert.Equal(1, baselines.RemovableShare(floor));
        Assert.Equal(0.75, baselines.RemovableShare(even - 0.75 * (even - floor))!.Value, tolerance: 1e-12);
    }

    [Fact]
    public void Without_a_training_split_nothing_is_fitted()
    {
        var data = Load(SplitNames.Test, SplitNames.Valid);

        var baselines = Baselines.Measure(data, SplitNames.Test);

        Assert.Equal((null, null, null), (baselines.HistoricalAverage, baselines.KernelHistory, baselines.NoiseFloor));
        Assert.Equal(["even split"], baselines.All.Select(row => row.Name));
    }

    [Fact]
    public void Without_a_validation_split_the_kernel_is_not_chosen_on_the_measured_one()
    {
        var baselines = Baselines.Measure(Load(SplitNames.Train, SplitNames.Test), SplitNames.Test);

        Assert.NotNull(baselines.KernelHistory);
        Assert.NotEqual(Baselines.Measure(_city, SplitNames.Test).KernelHistory, baselines.KernelHistory);
    }

    [Fact]
    public void Counts_that_are_not_whole_have_no_floor()
    {
        var split = HistoryCity.Split(SplitNames.Test, 15, 5);
        var fine = new FlowMaps(split.Fine.Shape, Array.ConvertAll(split.Fine.Values, value => value / 3));
        var real = split with { Fine = fine, Coarse = BlockSum.Coarsen(fine, HistoryCity.Factor) };
        DatasetFolder.Write(_folder.File("real"), new(), [real with { Name = SplitNames.Train }, real]);

        var baselines = Baselines.Measure(DatasetFolder.Load(_folder.File("real")), SplitNames.Test);

        Assert.Null(baselines.NoiseFloor);
        Assert.Null(baselines.RemovableShare(0.1));
        Assert.NotNull(baselines.KernelHistory);
    }

    [Fact]
    public void A_model_with_negative_flow_has_a_floor_as_well()
    {
        using var network = Fitted("espcn");
        var data = Load(SplitNames.Test);
        Assert.True(Evaluation.Infer(network, data[SplitNames.Test], "test").Values.Min() < 0);

        Assert.InRange(Baselines.Measure(data, SplitNames.Test, network).NoiseFloor!.Value, 0.01, 100);
    }

    [Fact]
    public void Equal_errors_beat_nothing()
    {
        var baselines = Baselines.Measure(_city, SplitNames.Test);

        var beaten = baselines.BeatenBy(baselines.KernelHistory!);

        Assert.Equal(["kernel_history", "historical_average", "even_split"], beaten.Keys);
        Assert.False(beaten["kernel_history"]);
        Assert.True(beaten["even_split"]);
    }

    public void Dispose() => _folder.Dispose();

    private FlowDataset Load(params string[] splits) =>
        DatasetFolder.Load(_folder.File("city"), new() { Splits = splits.Length == 0 ? null : splits });

    private FlowMetrics Errors(string model)
    {
        using var network = Fitted(model);
        network.Remember(_city[SplitNames.Valid]);
        return Evaluation.Run(network, _city[SplitNames.Test], "test").Metrics;
    }

    private FlowNetwork Fitted(string model)
    {
        var entry = ModelCatalog.Find(model);
        TorchSharp.torch.random.manual_seed(4);
        var network = entry.Create(DatasetOptions.For(entry, _city, new Dictionary<string, System.Text.Json.Nodes.JsonNode?>()));
        network.Fit(_city[SplitNames.Train], _city[SplitNames.Valid]);
        return network;
    }

    private static void AssertNear(FlowMetrics expected, FlowMetrics actual) =>
        Assert.All(MetricCatalog.All, metric => Assert.Equal(expected[metric], actual[metric], expected[metric] * 1e-5));
}
