using FineFlow.Core;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models.DeepLgr;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.DeepLgr;

public class DeepLgrTests
{
    private static readonly DeepLgrOptions Small = new()
    {
        Height = 8,
        Width = 16,
        ScaleFactor = 2,
        BaseChannels = 16,
        NResidualBlocks = 1,
    };

    [Theory]
    [InlineData(nameof(RegionFactoring.Td), true, 11_026_449)]
    [InlineData(nameof(RegionFactoring.Md), true, 11_175_185)]
    [InlineData(nameof(RegionFactoring.Conv), false, 10_876_034)]
    [InlineData(nameof(RegionFactoring.Td), false, 10_882_002)]
    public void Parameters_are_counted_as_published(string factoring, bool externals, long expected)
    {
        var predictor = Enum.Parse<RegionFactoring>(factoring);
        using var network = new DeepLgrNetwork(new() { Predictor = predictor, UseExt = externals });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_are_those_of_convolutions_gates_and_predictor()
    {
        using var network = new DeepLgrNetwork(Small with { Width = 8, ScaleFactor = 4, NResidualBlocks = 2 });

        Assert.Equal(4_468_192, MultiplyAddCounter.PerSample(network));
    }

    public static MatrixTheoryData<string, bool, int> Shapes => new(Enum.GetNames<RegionFactoring>(), [true, false], [2, 4, 8]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_predictor_serves_two_channels_on_an_oblong_map(string factoring, bool externals, int factor)
    {
        var predictor = Enum.Parse<RegionFactoring>(factoring);
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        var options = Small with { ScaleFactor = factor, InChannels = 2, UseExt = externals, Predictor = predictor };
        using var network = new DeepLgrNetwork(options);
        using (no_grad())
        {
            Parameters(network)["conv3.0.bias"].fill_(1); // no block is dead
        }

        var coarse = randint(1, 500, [2, 2, 8, 16]).to(ScalarType.Float32);
        var fine = network.call(new FlowBatch(coarse, externals ? tensor(new float[] { 12, 5, 0, 1, 6, 17, 3 }).expand(2, 7) : null)).Fine;

        Assert.Equal([2, 2, 8 * factor, 16 * factor], fine.shape);
        var sums = nn.functional.avg_pool2d(fine, factor) * (factor * factor);
        Assert.Equal(0, (sums - coarse).abs().max().item<float>(), 1e-2f);
    }

    [Theory]
    [InlineData(nameof(RegionFactoring.Td))]
    [InlineData(nameof(RegionFactoring.Md))]
    public void Weights_of_a_cell_come_from_its_row_and_column_and_those_of_an_output_from_its_own_features(string factoring)
    {
        var predictor = Enum.Parse<RegionFactoring>(factoring);
        using var scope = NewDisposeScope();
        using var network = new DeepLgrNetwork(Small with { Predictor = predictor, InChannels = 2, UseExt = false });
        var weights = zeros(0);
        var layer = (nn.Module<Tensor, Tensor, Tensor>)network.named_children().Single(child => child.name == "predictor").module;
        layer.register_forward_hook((_, _, given, output) =>
        {
            weights = given.detach().clone();
            return output;
        });
        network.Refine(new FlowBatch(rand(1, 2, 8, 16)));
        var p = Parameters(network);

        const int Output = 1, Feature = 5, Row = 3, Column = 29, Channels = 16, Columns = 32;
        var expected = predictor == RegionFactoring.Td
            ? (p["core"]
                * p["H"][.., Row].reshape(-1, 1, 1)
                * p["W"][.., Column].reshape(1, -1, 1)
                * p["F"][.., Output * Channels + Feature]).sum()
            : (p["L"][Row * Columns + Column] * p["R"][.., Feature * 2 + Output]).sum();
        Assert.Equal(expected.item<float>(), weights[Output, Feature, Row, Column].item<float>(), 1e-8f);
    }

    [Theory]
    [InlineData(nameof(RegionFactoring.Td))]
    [InlineData(nameof(RegionFactoring.Md))]
    public void Without_externals_no_seed_starts_dead(string factoring)
    {
        var predictor = Enum.Parse<RegionFactoring>(factoring);
        using var scope = NewDisposeScope();
        for (var seed = 0; seed < 10; seed++)
        {
            random.manual_seed(seed);
            using var network = new DeepLgrNetwork(Small with { Predictor = predictor, UseExt = false });

            var batch = new FlowBatch(100 * rand(2, 1, 8, 16)) { Truth = rand(2, 1, 16, 32) };
            new SquaredError().Compute(network.call(batch), batch).backward();

            Assert.True(Parameters(network)["conv3.0.weight"].grad!.abs().max().item<float>() > 0, $"seed {seed}");
        }
    }

    [Fact]
    public void Factors_start_small_and_all_else_as_torch_has_it()
    {
        using var scope = NewDisposeScope();
        using var network = new DeepLgrNetwork(Small);
        var parameters = Parameters(network);

        Assert.Equal(0.02f, parameters["core"].std().item<float>(), 2e-3f);
        var convolution = parameters["upsampling.0.weight"];
        Assert.Equal(1 / Math.Sqrt(3 * 9 * 16), convolution.std().item<float>(), 2e-3); // uniform within 1/sqrt(fan-in)
        Assert.Equal(1, parameters["upsampling.1.weight"].min().item<float>());
    }

    [Fact]
    public void The_convolution_that_is_never_called_stands_last_without_gradient()
    {
        using var scope = NewDisposeScope();
        using var network = new DeepLgrNetwork(Small with { Predictor = RegionFactoring.Conv, UseExt = false });

        network.Refine(new FlowBatch(rand(2, 1, 8, 16))).sum().backward();

        var without = network.named_parameters().Where(p => p.parameter.grad is null).Select(p => p.name);
        Assert.Equal(["output_conv.0.weight", "output_conv.0.bias"], without);
        Assert.Equal("output_conv.0.bias", network.named_parameters().Last().name);
    }

    public static TheoryData<string, NetworkOptions> Refused => new()
    {
        { "scale_factor", Small with { ScaleFactor = 3 } },
        { "base_channels", Small with { BaseChannels = 24 } },
        { "base_channels", Small with { BaseChannels = 12, SeReduction = 4 } },
        { "pyramid_sizes", Small with { Height = 6 } },
        { "pyramid_sizes", Small with { PyramidSizes = [0] } },
        { "pyramid_sizes", Small with { PyramidSizes = [] } },
        { "td_core", Small with { TdCore = [16, 16] } },
        { "td_core", Small with { TdCore = [16, 0, 32] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_definition_does_not_admit_is_refused_by_name(string setting, NetworkOptions options)
    {
        var failure = Assert.Throws<BadInputException>(() => new DeepLgrNetwork((DeepLgrOptions)options));

        Assert.Contains($"'{setting}'", failure.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, TorchSharp.Modules.Parameter> Parameters(DeepLgrNetwork network) =>
        network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
}
