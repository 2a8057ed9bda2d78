using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Core.Sampling;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Models.Histories;

/// <summary>Histories that begin with what static maps say of the shares.</summary>
public sealed class StaticMapsTests : IDisposable
{
    private const int Slots = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Of one day of few vehicles the history knows little; of thirty it knows all that a map of their mean could say.</summary>
    [Theory]
    [InlineData("kha")]
    [InlineData("pha")]
    public void They_help_where_history_is_short_and_do_no_harm_where_it_is_long(string model)
    {
        var data = City();

        var (shortWith, shortWithout) = (Error(data, model, useStatic: true, days: 1), Error(data, model, useStatic: false, days: 1));
        var (longWith, longWithout) = (Error(data, model, useStatic: true, days: null), Error(data, model, useStatic: false, days: null));

        Assert.True(shortWith < 0.95 * shortWithout, $"a day: {shortWith} with, {shortWithout} without");
        Assert.True(longWith < 1.01 * longWithout, $"30 days: {longWith} with, {longWithout} without");
        Assert.True(longWithout < shortWith, "thirty days are worth more than a map");
    }

    [Fact]
    public void A_bundle_holds_what_they_say_and_a_refresh_keeps_it()
    {
        var data = City();
        var run = Train(data, "kha", useStatic: true, days: 3);

        using var bundle = ModelBundle.Load(run.Path);
        var network = (HistoryNetwork)bundle.Network;
        var prior = network.History!.Prior!;
        Assert.Equal(data["train"].Fine.SampleLength, prior.Length);
        network.Refresh(data["valid"]);
        Assert.Same(prior, network.History.Prior);

        using var without = ModelBundle.Load(Train(data, "kha", useStatic: false, days: 3).Path);
        Assert.Null(((HistoryNetwork)without.Network).History!.Prior);
    }

    private double Error(FlowDataset data, string model, bool useStatic, int? days)
    {
        using var bundle = ModelBundle.Load(Train(data, model, useStatic, days).Path);
        return Evaluation.Run(bundle.Network, data["test"], "test").Metrics[MetricCatalog.Mse];
    }

    private RunFolder Train(FlowDataset data, string model, bool useStatic, int? days)
    {
        var request = new TrainingRequest { Model = model, Settings = new Dictionary<string, JsonNode?> { ["use_static"] = useStatic } }
            .With(run => run with { Threads = 1, TargetDays = days });
        var run = RunFolder.Create(_folder.File(Guid.NewGuid().ToString("n")), request.NewRun(data));
        new Trainer(run, data).Run(TestContext.Current.CancellationToken);
        return run;
    }

    /// <summary>Few vehicles, which keep to the wide roads of a map, and a little to what no map knows.</summary>
    private FlowDataset City()
    {
        const int side = 16, factor = 4;
        var random = new RandomStream(7);
        var roads = new FlowMaps(new(1, 1, side, side));
        var likings = new double[side * side];
        for (var cell = 0; cell < likings.Length; cell++)
        {
            roads.Values[cell] = random.NextInt(3) == 0 ? 1 + random.NextInt(4) : 0;
            likings[cell] = 0.02 + (roads.Values[cell] * (0.8 + (0.4 * random.NextDouble())));
        }

        FlowSplit Split(string name, int firstDay, int days)
        {
            var fine = new FlowMaps(new(days * Slots, 1, side, side));
            for (var sample = 0; sample < fine.Samples; sample++)
            {
                for (var cell = 0; cell < likings.Length; cell++)
                {
                    fine.Sample(sample)[cell] = Enumerable.Range(0, 4).Count(_ => random.NextDouble() < likings[cell] / 40);
                }
            }

            var slots = Enumerable.Range(0, fine.Samples);
            long[] times = [.. slots.Select(slot => (86_400L * (4 + firstDay + (slot / Slots))) + (slot % Slots * 14_400))];
            return new(name, Core.Conservation.BlockSum.Coarsen(fine, factor), fine, Time: times) { Static = new([new("roads")], roads) };
        }

        var folder = _folder.File(Guid.NewGuid().ToString("n"));
        DatasetFolder.Write(folder, new() { SlotMinutes = 240 }, [Split("train", 0, 30), Split("valid", 30, 5), Split("test", 35, 10)]);
        return DatasetFolder.Load(folder);
    }
}
