using System.Text.Json.Nodes;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

/// <summary>What the five image super-resolution networks have in common.</summary>
public class SuperResolutionTests
{
    private static readonly string[] All = ["srcnn", "espcn", "vdsr", "deepsd", "srresnet"];

    public static TheoryData<string> Names => [.. All];

    public static MatrixTheoryData<string, int> NamesAndFactors => new(All, [2, 4, 8]);

    public static MatrixTheoryData<string, string> NamesAndLosses =>
        new(All, LossCatalog.All.Where(loss => loss.Needs == OutputKind.Maps).Select(loss => loss.Name));

    [Theory]
    [MemberData(nameof(NamesAndFactors))]
    public void Any_doubling_any_map_and_two_channels_fit(string name, int factor)
    {
        using var scope = NewDisposeScope();
        using var network = Small(name, ("scale_factor", factor), ("in_channels", 2), ("out_channels", 2));

        Assert.Equal([3, 2, 5 * factor, 7 * factor], network.call(new FlowBatch(Counts(3, 2, 5, 7))).Fine.shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scalers_are_applied_around_the_network(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Small(name, ("scaler_x", 50), ("scaler_y", 7));
        network.eval();
        var coarse = Counts(2, 1, 4, 4);

        var difference = network.call(new FlowBatch(coarse)).Fine - 7 * network.Refine(new FlowBatch(coarse / 50));

        Assert.Equal(0, difference.abs().max().item<float>(), 1e-3f);
    }

    [Theory]
    [MemberData(nameof(NamesAndLosses))]
    public void Every_loss_trains_on_negative_predictions(string name, string lossName)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(7);
        using var network = Small(name);
        using (no_grad())
        {
            network.named_parameters().Last(p => p.name.EndsWith("bias", StringComparison.Ordinal)).parameter.sub_(2);
        }

        var loss = LossCatalog.Create(lossName, []);
        var coarse = Counts(4, 1, 6, 6);
        var batch = new FlowBatch(coarse) { Truth = coarse.repeat_interleave(4, 2).repeat_interleave(4, 3) / 16 };
        using var adam = optim.Adam(network.parameters(), 3e-3);
        Assert.True(network.call(new FlowBatch(coarse)).Fine.min().item<float>() < -1);

        double Step()
        {
            adam.zero_grad();
            var value = loss.Compute(network.call(batch), batch);
            value.backward();
            adam.step();
            return value.item<float>();
        }

        var first = Step();
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
        var last = first;
        for (var step = 0; step < 20; step++)
        {
            last = Step();
        }

        Assert.InRange(last, 0, 0.95 * first);
    }

    /// <summary>A network that takes no time.</summary>
    private static FlowNetwork Small(string name, params (string Name, int Value)[] settings)
    {
        var entry = ModelCatalog.Find(name);
        var all = new Dictionary<string, JsonNode?> { ["base_channels"] = 8 };
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        return entry.Create(entry.Configure(all));
    }

    private static Tensor Counts(params long[] shape) => rand(shape).square() * 1500;
}
