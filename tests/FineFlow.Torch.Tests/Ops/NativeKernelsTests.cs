using System.Runtime.Intrinsics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using FineFlow.Torch.Tests.Ops.Kernels;
using FineFlow.Torch.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops;

public class NativeKernelsTests
{
    private const string Fine = "fine maps";

    public NativeKernelsTests() => KernelTests.SkipWithoutKernels();

    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    /// <summary>The bounds that docs/performance.md states: 1e-4 of the largest cell and 1e-3 of a parameter's largest gradient.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Maps_and_gradients_are_within_the_stated_bound_of_those_without_kernels(string model)
    {
        using var scope = NewDisposeScope();
        using var network = CatalogCases.CreateForKernels(model);
        network.eval();
        random.manual_seed(2);
        var coarse = randint(0, 200, [3, network.Options.InChannels, CatalogCases.Side, CatalogCases.Side]).to(ScalarType.Float32);
        var external = tensor(new float[] { 15, 5, 0, 0, 1, 8, 1 }).unsqueeze(0).expand(3, -1);
        var slope = randn(3, network.Options.InChannels, CatalogCases.Side * CatalogCases.Factor, CatalogCases.Side * CatalogCases.Factor);

        var fast = Results();
        using var plain = NativeKernels.Disable();
        Assert.All(Results(), expected =>
            Assert.InRange(
                (fast[expected.Key] - expected.Value).abs().max().item<float>(),
                0,
                (expected.Key == Fine ? 1e-4 : 1e-3) * expected.Value.abs().max().item<float>() + 1e-7));

        Dictionary<string, Tensor> Results()
        {
            var fine = network.call(new FlowBatch(coarse, external)).Fine;
            var results = new Dictionary<string, Tensor> { [Fine] = fine.detach() };
            if (fine.requires_grad)
            {
                (fine * slope).sum().backward();
                foreach (var (name, parameter) in network.named_parameters().Where(named => named.parameter.grad is not null))
                {
                    results[name] = parameter.grad!.detach().clone();
                }

                network.zero_grad();
            }

            return results;
        }
    }

    /// <summary>Which of the two is nearer is chance in a single network.</summary>
    [Theory]
    [MemberData(nameof(Bf16Tests.Admitting), MemberType = typeof(Bf16Tests))]
    public void In_bf16_gradients_are_about_as_near_to_those_in_32_bits_as_without_kernels(string model)
    {
        var errors = Enumerable.Range(1, 12).Select(seed =>
        {
            using var scope = NewDisposeScope();
            using var network = CatalogCases.CreateForKernels(model, seed);
            var exact = Gradients(network);
            network.to(ScalarType.BFloat16);
            var fast = Gradients(network);
            using var off = NativeKernels.Disable();
            var plain = Gradients(network);
            Assert.False(fast.Equals(plain), "no kernel took part");
            return (Fast: Error(fast, exact), Plain: Error(plain, exact));
        }).ToList();

        Assert.InRange(errors.Average(error => error.Fast) / errors.Average(error => error.Plain), 0, 1.1);

        static Tensor Gradients(FlowNetwork network)
        {
            network.zero_grad();
            var batch = FlowBatch.Gather(SmallFlows.Split("maps", 2, side: 8), [0, 1], CPU);
            (network.call(batch).Fine - batch.Truth!).abs().mean().backward();
            var gradients = network.parameters().Where(parameter => parameter.grad is not null).Select(parameter => parameter.grad!);
            return cat([.. gradients.Select(gradient => gradient.to(ScalarType.Float32).flatten())]);
        }

        static float Error(Tensor gradients, Tensor exact) => ((gradients - exact).norm() / exact.norm()).item<float>();
    }

    [Fact]
    public void A_prepared_network_keeps_what_it_made_until_it_trains_and_gives_the_same_bits()
    {
        using var network = CatalogCases.CreateForKernels("plgf");
        network.eval();
        var plain = Values(network);
        var live = LiveTensors.Count;

        network.Prepare();
        Assert.Equal(plain, Values(network));
        Assert.True(LiveTensors.Count > live, "nothing is kept");
        Assert.Equal(plain, Values(network));

        network.train();
        Assert.Equal(live, LiveTensors.Count);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("state dict")]
    [InlineData("format")]
    public void New_weights_of_a_prepared_network_take_the_place_of_what_it_kept(string way)
    {
        using var folder = new TemporaryFolder();
        using var other = CatalogCases.CreateForKernels("plgf", seed: 2);
        using var network = CatalogCases.CreateForKernels("plgf");
        network.Prepare();
        var former = Values(network);

        switch (way)
        {
            case "file":
                WeightsFile.Save(folder.File("weights.safetensors"), other.state_dict());
                WeightsFile.Load(folder.File("weights.safetensors"), network);
                break;
            case "state dict":
                network.load_state_dict(other.state_dict());
                break;
            default:
                network.to(ScalarType.BFloat16).to(ScalarType.Float32); // rounds the weights
                other.load_state_dict(network.state_dict());
                break;
        }

        other.eval();
        Assert.NotEqual(former, Values(network));
        Assert.Equal(Values(other), Values(network));
    }

    [Fact]
    public void What_a_prepared_network_kept_is_given_back_with_it()
    {
        Assert.Equal(Left(_ => { }), Left(network =>
        {
            network.Prepare();
            _ = Values(network);
        }));

        static long Left(Action<FlowNetwork> use)
        {
            var before = LiveTensors.Count;
            using (var network = CatalogCases.CreateForKernels("plgf"))
            {
                use(network);
            }

            return LiveTensors.Count - before;
        }
    }

    [Fact]
    public void With_the_number_of_threads_fixed_gradients_repeat_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var network = CatalogCases.CreateForKernels("plgf");
        var maps = SmallFlows.Split("maps", 6, side: 24);
        KernelTests.OnThreads(3, () =>
        {
            var first = Gradients();
            Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(first, Gradients()));
        });

        List<float[]> Gradients()
        {
            network.zero_grad();
            var batch = FlowBatch.Gather(maps, [0, 1, 2, 3, 4, 5], CPU);
            (network.call(batch).Fine - batch.Truth!).square().mean().backward();
            var gradients = network.parameters().Where(parameter => parameter.grad is not null).Select(parameter => parameter.grad!);
            return [.. gradients.Select(gradient => gradient.contiguous().AsSpan().ToArray())];
        }
    }

    [Fact]
    public void Switching_kernels_off_ends_with_its_scope_and_is_the_threads_own()
    {
        using (NativeKernels.Disable())
        {
            using var inner = NativeKernels.Disable();
            inner.Dispose();
            Assert.False(NativeKernels.IsOn);
            var elsewhere = false;
            var thread = new Thread(() => elsewhere = NativeKernels.IsOn);
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
        }

        Assert.True(NativeKernels.IsOn);
    }

    /// <summary><see cref="OlderProcessorTests"/> asks for that.</summary>
    [Fact]
    public void A_process_that_is_to_leave_AVX_512_alone_does() =>
        Assert.False(Vector512.IsHardwareAccelerated && Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0");

    private static float[] Values(FlowNetwork network)
    {
        var maps = SmallFlows.Split("maps", 2);
        return Predictor.Predict(network, maps.Inputs, "maps").Values;
    }
}
