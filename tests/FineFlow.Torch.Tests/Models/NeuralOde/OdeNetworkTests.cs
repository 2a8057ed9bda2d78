using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.NeuralOde;

/// <summary>What FODE and UrbanODE have in common.</summary>
public class OdeNetworkTests
{
    public static TheoryData<string> Names => ["fode", "urbanode"];

    public static MatrixTheoryData<string, int, bool> NamesScalesExternals => new(["fode", "urbanode"], [2, 4, 8], [true, false]);

    [Theory]
    [MemberData(nameof(NamesScalesExternals))]
    public void Two_channels_on_an_oblong_map_are_split_at_every_scale(string name, int scale, bool externals)
    {
        using var scope = NewDisposeScope();
        using var network = Small(name, ("scale_factor", scale), ("in_channels", 2), ("use_ext", externals));
        var coarse = 100 * rand(3, 2, 5, 7);

        var fine = network.call(new FlowBatch(coarse, externals ? External(3) : null)).Fine;

        Assert.Equal([3, 2, 5 * scale, 7 * scale], fine.shape);
        Assert.True(fine.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Exact_recovery_conserves_and_is_not_negative_although_the_densities_may_be(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = Small(name);
        network.Use(ConservationMode.Exact);
        network.named_parameters().First(p => p.name == "ode_blocks2.0.odefunc.fc3.bias").parameter.fill_(-0.5f);
        network.eval();
        var coarse = 100 * rand(3, 1, 5, 7);

        var fine = network.call(new FlowBatch(coarse, External(3))).Fine;

        var residual = (fine.reshape(3, 1, 5, 4, 7, 4).sum([3, 5]) - coarse).abs() / coarse.clamp_min(1);
        Assert.InRange(residual.max().item<float>(), 0, 4e-6);
        Assert.True(fine.min().item<float>() >= 0, "a flow is negative");
        Assert.Contains(fine.flatten().data<float>(), flow => flow == 0);
    }

    [Theory]
    [InlineData("fode", true)]
    [InlineData("fode", false)]
    [InlineData("urbanode", true)]
    [InlineData("urbanode", false)]
    public void Gradients_reach_all_parameters_but_those_declared_unused(string name, bool externals)
    {
        using var scope = NewDisposeScope();
        using var network = Small(name, ("use_ext", externals));

        network.call(new FlowBatch(100 * rand(2, 1, 5, 7), externals ? External(2) : null)).Fine.square().mean().backward();

        foreach (var (parameterName, parameter) in network.named_parameters())
        {
            var unused = network.UnusedParameters.Any(start => parameterName.StartsWith(start, StringComparison.Ordinal));
            Assert.True(unused == parameter.grad is null, parameterName);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_network_starts_from_the_library_defaults(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Small(name);

        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);

        foreach (var norm in new[] { "conv2.0", "ode_blocks.0.odefunc.norm1", "upsampling.1", "ext2hr.5" })
        {
            Assert.True(parameters[$"{norm}.weight"].eq(1).all().item<bool>(), norm);
            Assert.True(parameters[$"{norm}.bias"].eq(0).all().item<bool>(), norm);
        }

        foreach (var layer in new[] { "conv1.0", "conv3.0", "ode_blocks1.0.odefunc.fc2", "ext2lr.3", "se.ChannelGate.mlp1.1" })
        {
            var weight = parameters[$"{layer}.weight"];
            var bound = 1 / Math.Sqrt(weight.numel() / weight.shape[0]);
            Assert.InRange(weight.abs().max().item<float>(), 0.8 * bound, bound);
            Assert.InRange(parameters[$"{layer}.bias"].abs().max().item<float>(), 0, bound);
        }
    }

    [Theory]
    [InlineData("scale_factor", "6", "power of two")]
    [InlineData("base_channels", "8", "between 16 and 1024")]
    [InlineData("base_channels", "48", "multiple of 32")]
    [InlineData("group_norm_groups", "8", "expected 16")]
    [InlineData("ext_ode_lr_width", "5", "expected 7")]
    [InlineData("ext_ode_hr_width", "7", "expected 28")]
    [InlineData("ode_method", "\"dopri5\"", "fixed_adams")]
    [InlineData("ode_num_steps", "2", "must be 1")]
    [InlineData("embed_weather", "[128,3]", "must be [18,3]")]
    public void What_the_definition_does_not_admit_is_refused_by_name(string setting, string value, string expectation)
    {
        foreach (var name in new[] { "fode", "urbanode" })
        {
            var refusal = Assert.Throws<BadInputException>(() => Small(name, (setting, JsonNode.Parse(value))));

            Assert.Contains($"'{setting}'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(expectation, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static FlowNetwork Small(string name, params (string Name, JsonNode? Value)[] changes)
    {
        random.manual_seed(1);
        var settings = new Dictionary<string, JsonNode?> { ["height"] = 5, ["width"] = 7, ["base_channels"] = 16 };
        foreach (var (setting, value) in changes)
        {
            settings[setting] = value;
        }

        var entry = ModelCatalog.Find(name);
        return entry.Create(entry.Configure(settings));
    }

    private static Tensor External(int samples) =>
        TensorData.From([15, 5, 0, 1, 7, 23, 17], 1, TaxiBjColumns.Count).repeat(samples, 1);
}
