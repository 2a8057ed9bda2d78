using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Tests.Models.Histories;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Trainings that do not see the fine counts of some districts.</summary>
public sealed class LeaveOutTests : IDisposable
{
    private const string District = "2x2:1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Whatever the hidden fine counts are, also no whole numbers: tensors and history are the same, bit for bit.</summary>
    [Theory]
    [InlineData("kha")]
    [InlineData("pha")]
    [InlineData("dmn")]
    [InlineData("ha")]
    [InlineData("espcn")]
    [InlineData("urbanpy")]
    public void What_is_hidden_changes_nothing(string model)
    {
        var (one, other) = (Train(City(), Request(model)), Train(City(hidden: HalveAndHalve), Request(model)));

        Assert.Equal(one.Manifest.LossName, other.Manifest.LossName);
        Same(one, other);
        var seen = Train(City(hidden: HalveAndHalve), Request(model, leaveOut: null));
        Assert.Throws<Xunit.Sdk.EqualException>(() => Same(one, seen));
    }

    [Theory]
    [InlineData("kha", false)]
    [InlineData("pha", false)]
    [InlineData("kha", true)]
    [InlineData("pha", true)]
    public void Histories_infer_there_by_the_static_maps_alone(string model, bool withMaps)
    {
        var data = City(withMaps);
        using var bundle = ModelBundle.Load(Train(data, Request(model)).Path);
        var prior = ((HistoryNetwork)bundle.Network).History!.Prior;
        Assert.Equal(withMaps, prior is not null);

        var inferred = Evaluation.Infer(bundle.Network, data["test"], "test");

        var (test, blocks) = (data["test"], LeftOutBlocks.Parse(District, HistoryCity.Rows, HistoryCity.Columns));
        var shares = new FlowMaps(test.Fine.Shape with { Samples = 1 }, prior ?? [.. Enumerable.Repeat(1f, test.Fine.SampleLength)]);
        var sums = Core.Conservation.BlockSum.Coarsen(shares, HistoryCity.Factor);
        for (var cell = 0; cell < inferred.Values.Length; cell++)
        {
            var (row, column) = (cell / inferred.Columns % inferred.Rows, cell % inferred.Columns);
            var block = (row / HistoryCity.Factor * HistoryCity.Columns) + (column / HistoryCity.Factor);
            if (blocks.IsLeftOut[block])
            {
                var flow = test.Coarse.Values[(cell / inferred.SampleLength * test.Coarse.SampleLength) + block];
                var expected = flow * shares.Values[cell % inferred.SampleLength] / sums.Values[block];
                Assert.Equal(expected, inferred.Values[cell], 0.002 * (1 + flow));
            }
        }
    }

    [Fact]
    public void A_network_takes_there_the_mean_of_what_it_learned_elsewhere()
    {
        var run = Train(City(), Request("dmn"));
        using var bundle = ModelBundle.Load(run.Path);
        var left = run.Manifest.LeftOut!.IsLeftOut;

        foreach (var name in new[] { "place", "bias", "sureness" })
        {
            var learned = bundle.Network.state_dict()[$"members.0.{name}"].detach().data<float>().ToArray().Chunk(left.Count).ToList();
            Assert.All(learned, map =>
            {
                var mean = map.Where((_, block) => !left[block]).Average();
                Assert.All(map.Where((_, block) => left[block]), value => Assert.Equal(mean, value, 1e-5));
            });
            Assert.Contains(learned, map => map.Where((_, block) => !left[block]).Distinct().Count() > 1);
        }

        // The pool is the network alone there, and one concentration serves all these blocks.
        var pool = bundle.Network.state_dict()["pool"].data<float>().ToArray().Chunk(7).ToList();
        var sure = bundle.Network.state_dict()["concentration"].data<float>().ToArray();
        Assert.All(Enumerable.Range(0, left.Count), block => Assert.Equal(left[block], pool[block] is [0, 0, 0, 0, 0, 0, 1]));
        Assert.Single(sure.Where((_, block) => left[block]).Distinct());
    }

    [Theory]
    [InlineData("dmn")]
    [InlineData("espcn")]
    public void Validation_measures_the_other_blocks_alone(string model)
    {
        var data = City();
        var run = Train(data, Request(model) with { Settings = Settings(model, useValid: false) });
        using var bundle = ModelBundle.Load(run.Path);
        var valid = data["valid"].Without(run.Manifest.LeftOut!);

        var districts = Evaluation.RunWithDistribution(bundle.Network, data["valid"], "valid", leftOut: bundle.LeftOutOf(data)).Districts!;

        Assert.Equal(Evaluation.Run(bundle.Network, valid, "valid").Metrics, districts.Rest!.Metrics);
        Assert.Equal(bundle.Card.Validation![MetricCatalog.Mse], districts.Rest.Metrics[MetricCatalog.Mse], 1e-6);
        var whole = Evaluation.Run(bundle.Network, data["valid"], "valid").Metrics[MetricCatalog.Mse];
        var (left, rest) = (districts.LeftOut, districts.Rest);
        var sum = (left.Blocks * left.Metrics[MetricCatalog.Mse]) + (rest.Blocks * rest.Metrics[MetricCatalog.Mse]);
        var mean = sum / (left.Blocks + rest.Blocks);
        Assert.Equal(whole, mean, 1e-6 * whole);
        Assert.Equal(model == "dmn", left.Coverage90 is not null);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_bit_for_bit()
    {
        var data = City();
        var whole = Train(data, Request("dmn", epochs: 2));

        var begun = RunFolder.Create(_folder.File("stopped"), Request("dmn", epochs: 2).NewRun(data));
        using (var stop = new CancellationTokenSource())
        {
            new Trainer(begun, data, new Listener { Step = _ => stop.Cancel() }).Run(stop.Token);
        }

        var again = RunFolder.Open(begun.Path);
        Assert.Equal(whole.Manifest.LeftOut, again.Manifest.LeftOut);
        new Trainer(again.With(new TrainingRequest().Continue(again.Manifest)), data).Run(TestContext.Current.CancellationToken);

        Same(whole, again);
        Assert.Equal(whole.Manifest.LeftOut, ModelBundle.ReadCard(again.Path).LeftOut);
        var other = new TrainingRequest().With(run => run with { LeaveOut = "2x2:2" });
        var refusal = Refused.By(() => other.Continue(again.Manifest));
        Assert.Contains("'leave_out': is 2x2:1 in this run and 2x2:2", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_blocks_of_a_file_of_the_same_name_are_refused_on_resuming()
    {
        var request = Request("kha", leaveOut: "a.geojson") with { LeftOut = LeftOutBlocks.Of("a.geojson", 4, 5, block => block == 3) };
        var run = Train(City(), request);

        Assert.Equal("...#.", run.Manifest.LeftOut!.Map[0]);
        Assert.Equal(run.Manifest.LeftOut, request.Continue(run.Manifest).LeftOut);
        var other = request with { LeftOut = LeftOutBlocks.Of("a.geojson", 4, 5, block => block == 4) };
        Assert.StartsWith("setting 'leave_out': is a.geojson", Refused.By(() => other.Continue(run.Manifest)), StringComparison.Ordinal);
        Assert.Contains(
            "is no district; ROWSxCOLUMNS:K is expected", Refused.By(() => Request("kha", leaveOut: "a.geojson").NewRun(City())),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Few_days_of_some_districts_are_possible()
    {
        var few = Request("dmn").With(run => run with { TargetDays = 3 });

        Same(Train(City(), few), Train(City(hidden: HalveAndHalve), few));
    }

    /// <summary>A city without any fine counts: nothing is learned, and what another city taught is used.</summary>
    [Theory]
    [InlineData("dmn")]
    [InlineData("espcn")]
    public void A_city_without_fine_counts_takes_the_weights_of_another_or_is_refused(string model)
    {
        var everything = Request(model, leaveOut: "1x1:1");
        Assert.Equal(
            "districts '1x1:1': leaves no fine counts to learn from; initial weights of another city are expected",
            Refused.By(() => everything.NewRun(City())));
        var source = Train(City(name: "source"), Request(model));
        var from = everything.With(run => run with { InitFrom = source.Path, InitPlace = WeightsPlace.Other });
        var data = City(name: "target", hidden: HalveAndHalve);

        var run = Train(data, from);

        Same(run, Train(City(name: "target"), from));
        using var bundle = ModelBundle.Load(run.Path);
        using var taught = ModelBundle.Load(source.Path);
        var name = model == "dmn" ? "members.0.tail.weight" : bundle.Network.state_dict().Keys.First();
        Assert.Equal(Values(taught, name), Values(bundle, name));
        var evaluation = Evaluation.RunWithDistribution(bundle.Network, data["test"], "test", leftOut: bundle.LeftOutOf(data));
        Assert.Null(evaluation.Districts!.Rest);
        Assert.Equal(evaluation.Metrics[MetricCatalog.Mse], evaluation.Districts.LeftOut.Metrics[MetricCatalog.Mse], 1e-3);
        Assert.True(double.IsFinite(evaluation.Metrics[MetricCatalog.Mse]));
        Assert.Equal(0, bundle.Card.Validation!.Samples);
    }

    /// <summary>What roads are worth is found in the other city, and the shares are those of this one's own roads.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_city_without_fine_counts_takes_what_another_knows_of_roads(bool knows)
    {
        var source = Train(City(knows, name: "source"), Request("dmn"));
        var from = Request("dmn", leaveOut: "1x1:1").With(run => run with { InitFrom = source.Path, InitPlace = WeightsPlace.Other });
        var data = City(withMaps: true, name: "target");

        var run = Train(data, from);

        using var taught = ModelBundle.Load(source.Path);
        using var bundle = ModelBundle.Load(run.Path);
        var prior = ((HistoryNetwork)bundle.Network).History!.Prior!;
        var weights = taught.Card.StaticWeights;
        Assert.Equal(knows, weights is not null);
        Assert.Equal(knows, RunFolder.Open(run.Path).Manifest.Initial!.StaticWeights is not null); // where a resumed run finds them
        Assert.Equal(knows, prior.Max() > 1.01 * prior.Min()); // else even
        Assert.Equal(PlaceShares.Prior(weights ?? bundle.Card.StaticWeights!, HistoryCity.Factor, data["train"].Static!), prior);
    }

    [Fact]
    public void A_card_whose_weights_of_static_maps_are_broken_is_refused_and_nothing_is_taken()
    {
        var source = Train(City(withMaps: true, name: "source"), Request("dmn"));
        var card = Path.Combine(source.Path, "model", "card.json");
        var json = JsonNode.Parse(File.ReadAllText(card))!;
        json["static_weights"]!["channels"]!.AsArray()[0]!["worth"] = -1;
        File.WriteAllText(card, json.ToJsonString());
        var from = Request("dmn", leaveOut: "1x1:1").With(run => run with { InitFrom = source.Path, InitPlace = WeightsPlace.Other });

        Assert.Contains("static_weights", Refused.By(() => Train(City(withMaps: true, name: "target"), from)), StringComparison.Ordinal);
    }

    private static float[] Values(FlowModel model, string tensor) => model.Network.state_dict()[tensor].detach().data<float>().ToArray();

    /// <summary>The same flow, spread evenly: the sums stay.</summary>
    private static float HalveAndHalve(float coarse) => coarse / (HistoryCity.Factor * HistoryCity.Factor);

    private static void Same(RunFolder one, RunFolder other)
    {
        using var first = ModelBundle.Load(one.Path);
        using var second = ModelBundle.Load(other.Path);
        Assert.Equal(
            first.Network.state_dict().Select(tensor => (tensor.Key, Convert.ToHexString(tensor.Value.bytes.ToArray()))),
            second.Network.state_dict().Select(tensor => (tensor.Key, Convert.ToHexString(tensor.Value.bytes.ToArray()))));
        Assert.Equal(first.Card.HistorySha256, second.Card.HistorySha256);
        Assert.Equal(first.Card.Validation, second.Card.Validation);
    }

    private FlowDataset City(bool withMaps = false, string name = "a", Func<float, float>? hidden = null)
    {
        var roads = new FlowMaps(new(1, 1, HistoryCity.Rows * HistoryCity.Factor, HistoryCity.Columns * HistoryCity.Factor));
        for (var cell = 0; cell < roads.Values.Length; cell++)
        {
            roads.Values[cell] = cell * 7 % 11 == 0 ? 2 : 0;
        }

        var maps = withMaps ? new StaticMaps([new("roads")], roads) : null;
        FlowSplit[] splits =
        [
            Split(SplitNames.Train, 0, 8), Split(SplitNames.Valid, 8, 3), HistoryCity.Split(SplitNames.Test, 11, 3) with { Static = maps },
        ];
        var folder = _folder.File(Guid.NewGuid().ToString("n"));
        DatasetFolder.Write(folder, new() { Name = name, SlotMinutes = 240 }, splits);
        return DatasetFolder.Load(folder);

        FlowSplit Split(string part, int firstDay, int days)
        {
            var split = HistoryCity.Split(part, firstDay, days) with { Static = maps };
            if (hidden is null)
            {
                return split;
            }

            var blocks = LeftOutBlocks.Parse(name == "target" ? "1x1:1" : District, HistoryCity.Rows, HistoryCity.Columns);
            var fine = blocks.Hide(split.Fine, HistoryCity.Factor);
            for (var cell = 0; cell < fine.Values.Length; cell++)
            {
                var (row, column) = (cell / fine.Columns % fine.Rows, cell % fine.Columns);
                var block = (row / HistoryCity.Factor * HistoryCity.Columns) + (column / HistoryCity.Factor);
                if (blocks.IsLeftOut[block])
                {
                    fine.Values[cell] = hidden(split.Coarse.Values[(cell / fine.SampleLength * split.Coarse.SampleLength) + block]);
                }
            }

            return split with { Fine = fine };
        }
    }

    private static Dictionary<string, JsonNode?> Settings(string model, bool useValid = true)
    {
        var settings = CatalogCases.Settings(model);
        foreach (var ofData in new[] { "height", "width", "scale_factor" })
        {
            settings.Remove(ofData);
        }

        switch (model)
        {
            case "dmn":
                settings["use_valid"] = useValid;
                break;
            case "urbanpy":
                (settings["use_ext"], settings["geo_channels"]) = (false, 0);
                break;
        }

        return settings;
    }

    private static TrainingRequest Request(string model, string? leaveOut = District, int epochs = 1) =>
        SmallRun.Request(model, epochs).With(run => run with { LeaveOut = leaveOut }) with { Settings = Settings(model) };

    private RunFolder Train(FlowDataset data, TrainingRequest request)
    {
        var run = RunFolder.Create(_folder.File(Guid.NewGuid().ToString("n")), request.NewRun(data));
        new Trainer(run, data).Run(TestContext.Current.CancellationToken);
        return run;
    }
}
