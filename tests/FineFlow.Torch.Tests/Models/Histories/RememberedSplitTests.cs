using System.Text.Json.Nodes;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Models.Histories;

/// <summary>The validation part joins the history at the end of a training, once its errors have been measured.</summary>
public sealed class RememberedSplitTests : IDisposable
{
    private const int SlotsOfDay = 6;

    private static readonly (string, int)[] SmallDmn = [("channels", 16), ("blocks", 1), ("context_channels", 8)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kha")]
    [InlineData("pha")]
    [InlineData("dmn")]
    public void It_joins_the_history_and_its_own_errors_are_those_of_the_training_part(string model)
    {
        var data = City(withTimes: true);
        var (joined, alone) = (Train(model, data, useValid: true), Train(model, data, useValid: false));

        Assert.Equal((15 * SlotsOfDay, 14), (joined.History.Slots, joined.History.LastDay - joined.History.FirstDay));
        Assert.Equal(12 * SlotsOfDay, alone.History.Slots);
        Assert.Equal(alone.Valid, joined.Valid);
        Assert.NotEqual(alone.Test, joined.Test);
    }

    [Fact]
    public void Days_that_are_not_known_do_not_join() =>
        Assert.Equal(12 * SlotsOfDay, Train("kha", City(withTimes: false), useValid: true).History.Slots);

    /// <summary>Where shares drift, the newest days are worth most.</summary>
    [Fact]
    public void The_newest_days_are_worth_more_than_older_ones_in_a_city_that_changes()
    {
        var data = Write(
            HistoryCity.Split(SplitNames.Train, 0, 12),
            Mirrored(HistoryCity.Split(SplitNames.Valid, 12, 3)),
            Mirrored(HistoryCity.Split(SplitNames.Test, 15, 3, seed: 2)));

        var (joined, alone) = (Train("kha", data, useValid: true).Test, Train("kha", data, useValid: false).Test);
        Assert.True(joined < 0.9 * alone, $"{joined} with them, {alone} without");
    }

    /// <summary>The same coarse maps with each row of fine cells written backwards within its blocks.</summary>
    private static FlowSplit Mirrored(FlowSplit split)
    {
        var values = split.Fine.Values.ToArray();
        for (var cell = 0; cell + 1 < values.Length; cell += HistoryCity.Factor)
        {
            (values[cell], values[cell + 1]) = (values[cell + 1], values[cell]);
        }

        return split with { Fine = new(split.Fine.Shape, values) };
    }

    private (FineHistoryOf History, double Valid, double Test) Train(string model, FlowDataset data, bool useValid)
    {
        var settings = new Dictionary<string, JsonNode?> { ["use_valid"] = useValid };
        foreach (var (name, value) in model == "dmn" ? SmallDmn : [])
        {
            settings[name] = value;
        }

        var request = SmallRun.Request(model, epochs: 1) with { Settings = settings };
        var run = RunFolder.Create(_folder.File(Guid.NewGuid().ToString("n")), request.NewRun(data));
        var outcome = new Trainer(run, data).Run(TestContext.Current.CancellationToken);
        using var bundle = ModelBundle.Load(run.Path);
        var history = ((HistoryNetwork)bundle.Network).History!;
        var test = Evaluation.Run(bundle.Network, data[SplitNames.Test], "test").Metrics[MetricCatalog.Mse];
        return (new(history.Slots, history.FirstDay, history.LastDay), outcome.Finished!.Valid[MetricCatalog.Mse], test);
    }

    private FlowDataset City(bool withTimes)
    {
        FlowSplit[] splits =
        [
            HistoryCity.Split(SplitNames.Train, 0, 12),
            HistoryCity.Split(SplitNames.Valid, 12, 3),
            HistoryCity.Split(SplitNames.Test, 15, 3),
        ];
        return Write(withTimes ? splits : [.. splits.Select(split => split with { Time = null })]);
    }

    private FlowDataset Write(params FlowSplit[] splits)
    {
        var folder = _folder.File(Guid.NewGuid().ToString("n"));
        DatasetFolder.Write(folder, new() { SlotMinutes = 240 }, splits);
        return DatasetFolder.Load(folder, new());
    }

    private sealed record FineHistoryOf(int Slots, int FirstDay, int LastDay);
}
