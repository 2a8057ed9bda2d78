using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using FineFlow.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops;

public class GpuFormsTests
{
    private const string Fine = "fine maps";

    public static TheoryData<string> Models => CatalogCases.Learning;

    /// <summary>In 64-bit floats, where rounding does not hide a difference.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Maps_and_gradients_are_those_of_the_forms_for_a_processor(string model)
    {
        using var scope = NewDisposeScope();
        using var network = CatalogCases.CreateWithoutChance(model);
        network.to(ScalarType.Float64).eval();
        var batch = Batch(network.Options, ScalarType.Float64);
        var expected = Results(network, batch);
        using var forms = GpuForms.Force();
        Assert.All(Results(network, batch), found =>
        {
            var largest = expected[found.Key].abs().max().item<double>();
            Assert.InRange((found.Value - expected[found.Key]).abs().max().item<double>(), 0, 1e-9 * largest + 1e-12);
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void They_take_no_more_operators_than_those_of_a_processor_and_of_plgf_fewer(string model)
    {
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        using var scope = NewDisposeScope();
        using var network = CatalogCases.CreateWithoutChance(model);
        var batch = Batch(network.Options, ScalarType.Float32);
        int plain, forGpu;
        using (NativeKernels.Disable())
        {
            plain = OperatorCounter.Count(() => Results(network, batch)).Operators;
        }

        using (GpuForms.Force())
        {
            forGpu = OperatorCounter.Count(() => Results(network, batch)).Operators;
        }

        Assert.InRange(forGpu, 1, model == "plgf" ? plain - 20 : plain);
    }

    private static FlowBatch Batch(NetworkOptions options, ScalarType type)
    {
        random.manual_seed(2);
        var coarse = randint(0, 200, [3, options.InChannels, CatalogCases.Side, CatalogCases.Side]).to(type);
        return new(coarse, tensor(new float[] { 15, 5, 0, 0, 1, 8, 1 }).unsqueeze(0).expand(3, -1).to(type));
    }

    private static Dictionary<string, Tensor> Results(FlowNetwork network, FlowBatch batch)
    {
        network.zero_grad();
        var fine = network.call(batch).Fine;
        (fine * fine).mean().backward();
        var results = new Dictionary<string, Tensor> { [Fine] = fine.detach() };
        foreach (var (name, parameter) in network.named_parameters().Where(named => named.parameter.grad is not null))
        {
            results[name] = parameter.grad!.detach().clone();
        }

        return results;
    }
}
