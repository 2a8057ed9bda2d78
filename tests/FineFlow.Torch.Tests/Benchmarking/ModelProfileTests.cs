using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Benchmarking;

public class ModelProfileTests
{
    private const int Batch = 2;
    private static readonly TimeSpan NoTime = TimeSpan.FromTicks(1);

    public static TheoryData<string> All => CatalogCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Layers_add_up_to_the_forward_pass(string name)
    {
        using var model = Model(name);

        var profile = ModelProfile.Measure(model, Batch, train: true, NoTime);

        var layers = profile.Layers.Sum(layer => layer.Seconds);
        Assert.InRange(layers, 0, profile.ForwardSeconds);
        Assert.Equal(profile.ForwardSeconds, layers + profile.OutsideSeconds, tolerance: 1e-9);
        Assert.Equal(Batch * MultiplyAddCounter.PerSample(model.Network), profile.Layers.Sum(layer => layer.MultiplyAdds));
        Assert.Equal(3, profile.Rounds);
        Assert.Equal(profile.Layers.OrderByDescending(layer => layer.Seconds), profile.Layers);
        Assert.All(profile.Layers, layer =>
        {
            Assert.True(layer.Seconds > 0 && layer.Calls > 0 && double.IsFinite(layer.Gflops), $"{layer}");
            Assert.Equal(2e-9 * layer.MultiplyAdds, layer.Gflops * layer.Seconds, tolerance: 1e-12 * layer.MultiplyAdds);
        });
        Assert.Equal(model.Trains, profile.Step is { ForwardSeconds: > 0, BackwardSeconds: > 0, UpdateSeconds: > 0 });
    }

    [Fact]
    public void A_step_of_plgf_takes_few_operators()
    {
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        using var model = Model("plgf");

        var step = ModelProfile.Measure(model, Batch, train: true, NoTime).Step!;

        // One each for every parameter's gradient and move, and about five for each of 171 parameters in both directions. An optimizer
        // that goes parameter by parameter takes 1,300 more.
        Assert.InRange(step.Operators!.Value, 500, 1250);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_map_waits_for_what_goes_in_and_comes_out_alone(string name)
    {
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        using var model = Model(name);

        var profile = ModelProfile.Measure(model, Batch, train: false, NoTime);

        // Coarse map, factors and fine map. A model with a history also takes the clock, and gives the parameters of its distribution;
        // dmn looks at two more numbers of the slots.
        Assert.Equal(name switch { "kha" or "pha" => 6, "dmn" => 8, _ => 3 }, profile.Waits);
        Assert.InRange(profile.Operators!.Value, 3, 700);
    }

    [Fact]
    public void One_map_of_plgf_takes_few_operators()
    {
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        using var model = Model("plgf");

        Assert.InRange(ModelProfile.Measure(model, Batch, train: false, NoTime).Operators!.Value, 150, 200);
    }

    [Fact]
    public void Inference_alone_takes_no_training_step()
    {
        using var model = Model("plgf");
        var before = model.Network.parameters().First().sum().item<float>();

        Assert.Null(ModelProfile.Measure(model, Batch, train: false, NoTime).Step);

        Assert.Equal(before, model.Network.parameters().First().sum().item<float>());
    }

    [Fact]
    public void A_layer_has_its_own_time_without_that_of_the_layers_inside_it()
    {
        using var slow = new Slow();
        using var outer = nn.Sequential(("first", slow), ("second", new Slow()));
        using var network = nn.Sequential(("outer", outer));
        using var clock = new LayerClock(network);
        using var scope = NewDisposeScope();

        network.call(ones(1));

        var times = clock.Times.ToDictionary(layer => layer.Share(1, 0).Name, layer => layer.Share(1, 0).Seconds);
        Assert.Equal(["outer", "outer.first", "outer.second"], times.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(times["outer.first"], Slow.Seconds * 0.9, 10);
        Assert.InRange(times["outer.second"], Slow.Seconds * 0.9, 10);
        Assert.InRange(times["outer"], 0, Slow.Seconds * 0.9);
    }

    [Fact]
    public void A_clock_that_is_disposed_of_leaves_the_network_alone()
    {
        using var network = CatalogCases.Create("uno");
        var maps = BenchmarkData.Create(network, samples: 1);
        var alone = Predictor.Predict(network, maps.Inputs, "test").Values;
        var clock = new LayerClock(network);
        var timed = Predictor.Predict(network, maps.Inputs, "test").Values;
        var calls = clock.Times.Sum(layer => layer.Calls);
        var live = LiveTensors.Count;

        clock.Dispose();
        var again = Predictor.Predict(network, maps.Inputs, "test").Values;

        Assert.True(calls > 10);
        Assert.Equal(calls, clock.Times.Sum(layer => layer.Calls));
        Assert.Equal(alone, timed);
        Assert.Equal(alone, again);
        Assert.Equal(live, LiveTensors.Count);
    }

    private static BenchedModel Model(string name)
    {
        var entry = ModelCatalog.Find(name);
        random.manual_seed(1);
        return new BenchedModel(entry, entry.Configure(CatalogCases.Settings(name)));
    }

    /// <summary>A layer whose time is known.</summary>
    private sealed class Slow() : nn.Module<Tensor, Tensor>(nameof(Slow))
    {
        public const double Seconds = 0.2;

        public override Tensor forward(Tensor input)
        {
            Thread.Sleep(TimeSpan.FromSeconds(Seconds));
            return input + 1;
        }
    }
}
