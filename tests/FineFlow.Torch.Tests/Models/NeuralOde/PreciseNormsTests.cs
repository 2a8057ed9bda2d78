using FineFlow.Torch.Models.NeuralOde;
using FineFlow.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.NeuralOde;

public class PreciseNormsTests
{
    /// <summary>One channel a group, and a mean that is large beside the deviation. libtorch's own normalisation misses the bound
    /// tenfold.</summary>
    [Theory]
    [InlineData(false, 32)]
    [InlineData(false, 64)]
    [InlineData(true, 32)]
    public void Gradients_in_32_bits_are_those_in_64(bool wholeMaps, int channels)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using nn.Module<Tensor, Tensor> norm = wholeMaps ? new PreciseLayerNorm(channels, 16, 16) : new PreciseGroupNorm(32, channels);
        var (maps, slope) = (randn(3, channels, 16, 16) + 300, randn(3, channels, 16, 16));

        var single = WithGradients(maps);
        norm.to(ScalarType.Float64);

        Assert.All(single.Zip(WithGradients(maps.to(ScalarType.Float64))), pair =>
            Assert.InRange(((pair.First - pair.Second).abs().max() / pair.Second.abs().max()).item<double>(), 0, 1e-6));

        Tensor[] WithGradients(Tensor values)
        {
            values = values.detach().requires_grad_(true);
            var output = norm.call(values);
            var gradients = autograd.grad([output], [values, .. norm.parameters()], [slope.to(output.dtype)]);
            return [.. gradients.Prepend(output.detach()).Select(tensor => tensor.to(ScalarType.Float64))];
        }
    }

    /// <summary>
    /// Gradients of a network in 64 bits whose normalisations take and give 32 are nearer to those without these 32 with this normalisation
    /// than with libtorch's. The other layers stay in 64: the rounding of convolutions hides the difference on processors without AVX-512.
    /// The median over the seeds: a ReLU may cut off another cell in either, and then all gradients of a network are off.
    /// </summary>
    [Fact]
    public void Gradients_of_a_FODE_with_one_channel_a_group_are_nearer_than_with_libtorchs_own()
    {
        var own = Median(Enumerable.Range(1, 8).Select(seed => Error(seed, libtorch: false)));
        var libtorch = Median(Enumerable.Range(1, 8).Select(seed => Error(seed, libtorch: true)));

        Assert.InRange(own, 0, 1.5e-6);
        Assert.InRange(own / libtorch, 0, 0.65);
    }

    /// <summary>The median over the parameters of the gradients' deviation from those in 64 bits, as a part of the gradient.</summary>
    private static double Error(long seed, bool libtorch)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(seed);
        using var network = new FodeNetwork(new FodeOptions
        {
            BaseChannels = 32,
            GroupNormGroups = 32,
            NResidualBlocks = 16,
            Height = 16,
            Width = 16,
            ScaleFactor = 2,
            UseExt = false,
        });
        Bias(network);
        network.eval();
        network.to(ScalarType.Float64);
        var (coarse, probe) = (poisson(10 * rand(2, 1, 16, 16)).to(ScalarType.Float64), randn(2, 1, 32, 32).to(ScalarType.Float64));
        var exact = Gradients();
        foreach (var norm in network.modules().OfType<PreciseGroupNorm>())
        {
            norm.register_forward_hook((_, input, _) => InSingle(norm, input, libtorch));
        }

        return Median(Gradients().Zip(exact).Select(pair => ((pair.First - pair.Second).norm() / pair.Second.norm()).item<double>()));

        List<Tensor> Gradients()
        {
            network.zero_grad();
            (network.Refine(new FlowBatch(coarse)) * probe).sum().backward();
            return [.. network.parameters().Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.clone())];
        }
    }

    /// <summary>Normalises 32-bit values to 32-bit values, by the network's own layer or by libtorch in 32 bits.</summary>
    private static Tensor InSingle(PreciseGroupNorm norm, Tensor input, bool libtorch)
    {
        const ScalarType Single = ScalarType.Float32;
        var (weight, bias) = (norm.get_parameter("weight")!.to(Single), norm.get_parameter("bias")!.to(Single));
        var output = libtorch ? nn.functional.group_norm(input.to(Single), 32, weight, bias) : norm.forward(input.to(Single));
        return output.to(ScalarType.Float64);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Channels whose mean is large beside their deviation, and densities far from 0.</summary>
    private static void Bias(FodeNetwork network)
    {
        using var noGradients = no_grad();
        foreach (var (name, parameter) in network.named_parameters().Where(named => named.name.EndsWith("bias", StringComparison.Ordinal)))
        {
            if (name.Contains("odefunc.conv", StringComparison.Ordinal))
            {
                parameter.copy_(100 * randn_like(parameter));
            }
            else if (name.StartsWith("conv3", StringComparison.Ordinal))
            {
                parameter.fill_(20);
            }
        }
    }
}
