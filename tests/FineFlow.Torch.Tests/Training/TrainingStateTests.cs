using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Baselines;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

public sealed class TrainingStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_parameter_that_some_steps_leave_out_goes_on_bit_for_bit()
    {
        using var whole = new TrainingState(() => new ThreeHours(), Recipe.Common);
        foreach (var hour in new[] { 1, 1, 0 })
        {
            Step(whole, hour);
        }

        whole.Save(Path);
        using var resumed = new TrainingState(() => new ThreeHours(), Recipe.Common);
        resumed.Load(Path);

        foreach (var hour in new[] { 2, 1, 0, 2 })
        {
            Step(whole, hour);
            Step(resumed, hour);
        }

        Assert.All(whole.Network.parameters().Zip(resumed.Network.parameters()), pair =>
            Assert.Equal(pair.First.data<float>().ToArray(), pair.Second.data<float>().ToArray()));
    }

    [Fact]
    public void Reset_moments_are_those_of_a_new_optimizer()
    {
        using var fresh = new TrainingState(() => new ThreeHours(), Recipe.Common);
        using var used = new TrainingState(() => new ThreeHours(), Recipe.Common);
        Step(used, hour: 0);
        Step(used, hour: 0);
        used.Network.load_state_dict(fresh.Network.state_dict());

        used.Optimizer!.Reset();
        Step(fresh, hour: 0);
        Step(used, hour: 0);

        Assert.All(fresh.Network.parameters().Zip(used.Network.parameters()), pair =>
            Assert.Equal(pair.First.data<float>().ToArray(), pair.Second.data<float>().ToArray()));
    }

    [Fact]
    public void The_best_weights_do_not_follow_the_present_ones()
    {
        using var state = new TrainingState(() => new ThreeHours(), Recipe.Common);
        using var best = new BestModel(state);
        float[] Kept() => best.Weights["hours.0"].data<float>().ToArray();
        best.OnEpoch(state, Epoch(isBest: true));
        var kept = Kept();

        Step(state, hour: 0);
        best.OnEpoch(state, Epoch(isBest: false));
        Assert.Equal(kept, Kept());
        Assert.NotEqual(kept, state.Network.get_parameter("hours.0")!.data<float>().ToArray());

        best.OnEpoch(state, Epoch(isBest: true));
        Assert.NotEqual(kept, Kept());
    }

    [Fact]
    public void A_position_survives()
    {
        var position = new TrainingPosition
        {
            Epoch = 1,
            Step = 2,
            LossSum = 0.1,
            Samples = 8,
            Seconds = 1.5,
            History = [Epoch(isBest: true)]
        };
        using var state = new TrainingState(() => new ThreeHours(), Recipe.Common) { Position = position };

        state.Save(Path);

        state.Position = new();
        state.Load(Path);
        Assert.Equal(position.History, state.Position.History);
        Assert.Equal(position, state.Position with { History = position.History });
    }

    [Fact]
    public void A_state_cut_anywhere_is_refused()
    {
        var whole = SavedBytes();
        for (var length = 0; length < whole.Length; length += 7)
        {
            AssertRefused(whole[..length]);
        }
    }

    [Fact]
    public void A_state_with_a_damaged_bit_is_refused()
    {
        var bytes = SavedBytes();
        for (var i = 0; i < bytes.Length; i += 3)
        {
            bytes[i] ^= 0x04;
            AssertRefused(bytes);
            bytes[i] ^= 0x04;
        }
    }

    [Fact]
    public void The_state_of_another_network_is_refused()
    {
        using var mean = CatalogCases.Create("mean");
        WeightsFile.Save(Path, mean.state_dict());
        AssertRefused(File.ReadAllBytes(Path));

        using var plgf = new TrainingState(() => CatalogCases.Create("plgf"), Recipe.Common);
        plgf.Save(Path);
        AssertRefused(File.ReadAllBytes(Path));
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_noticed()
    {
        using var state = new TrainingState(() => new ThreeHours(), Recipe.Common);
        Assert.True(state.IsFinite());

        using var noGradients = no_grad();
        state.Network.get_parameter("hours.1")!.fill_(float.PositiveInfinity);

        Assert.False(state.IsFinite());
    }

    private string Path => _folder.File("state.safetensors");

    private byte[] SavedBytes()
    {
        using var state = new TrainingState(() => new ThreeHours(), Recipe.Common);
        Step(state, hour: 1);
        state.Position = new() { Step = 1 };
        state.Save(Path);
        return File.ReadAllBytes(Path);
    }

    private void AssertRefused(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        using var state = new TrainingState(() => new ThreeHours(), Recipe.Common);
        Assert.StartsWith(Path, Refused.By(() => state.Load(Path)), StringComparison.Ordinal);
    }

    private static EpochRecord Epoch(bool isBest)
    {
        var metrics = new FlowMetrics(
            4, (MetricCatalog.Mse, 2.25), (MetricCatalog.Rmse, 1.5), (MetricCatalog.Mae, 1), (MetricCatalog.Mape, 0.5));
        return new(1, 3e-4, null, metrics, 0.25, isBest, 1.5, 10);
    }

    private static void Step(TrainingState state, int hour)
    {
        using var scope = NewDisposeScope();
        state.Optimizer!.ClearGradients();
        var parameter = state.Network.get_parameter($"hours.{hour}")!;
        (parameter * arange(1, 4, ScalarType.Float32)).square().sum().backward();
        state.Optimizer.Step();
    }

    /// <summary>A network of which each batch trains a part: one weight vector an hour.</summary>
    private sealed class ThreeHours : FlowNetwork
    {
        [ComponentName(Name = "hours")]
        private readonly ParameterList _hours = new(new Parameter(ones(3)), new Parameter(ones(3)), new Parameter(ones(3)));

        public ThreeHours()
            : base("three hours", new MeanOptions()) => RegisterComponents();

        public override ConservationGuarantee Guarantee => ConservationGuarantee.No;

        public override Tensor Refine(FlowBatch batch) => batch.Coarse * _hours[0].sum();
    }
}
