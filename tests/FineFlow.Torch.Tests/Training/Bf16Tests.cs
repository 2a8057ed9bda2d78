using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

public sealed class Bf16Tests : IDisposable
{
    private readonly SmallRun _small = new();

    public static TheoryData<string> Admitting => [.. ModelCatalog.All.Where(entry => entry.SupportsBf16).Select(entry => entry.Name)];

    public static TheoryData<string> Others => [.. ModelCatalog.All.Where(entry => !entry.SupportsBf16).Select(entry => entry.Name)];

    public void Dispose() => _small.Dispose();

    [Theory]
    [MemberData(nameof(Admitting))]
    public void A_step_goes_where_a_step_in_32_bits_goes(string model)
    {
        using var scope = NewDisposeScope();
        var plain = Gradients(model, ComputePrecision.Fp32);
        var rounded = Gradients(model, ComputePrecision.Bf16);

        // 8 significant bits a product; a gradient that belonged to other weights or another loss would point elsewhere.
        var cosine = plain.dot(rounded) / (plain.norm() * rounded.norm());
        Assert.InRange(cosine.item<float>(), 0.995, 1.0001);
        Assert.InRange((rounded.norm() / plain.norm()).item<float>(), 0.97, 1.03);
        Assert.NotEqual(0, (plain - rounded).abs().max().item<float>());
    }

    [Theory]
    [MemberData(nameof(Admitting))]
    public void Maps_of_the_copy_add_up(string model)
    {
        using var copy = new Bf16Replica(CatalogCases.Create(model), CatalogCases.Create(model), trained: null);
        copy.PullWeights();
        var flows = SmallFlows.Split("test", 4);

        var fine = Predictor.Predict(copy.Network, flows.Inputs, "test");

        Assert.True(ConservationResidual.Of(flows.Coarse, fine).Conserves);
    }

    [Fact]
    public void Small_steps_are_not_lost_to_rounding()
    {
        // A step of 1e-6 is far below a weight's last bit in bfloat16.
        var run = _small.Begin(Request("plgf").With(recipe => recipe with { LearningRate = 1e-6, Epochs = 1 }));
        random.manual_seed(run.Manifest.Seed);
        var fresh = Weights(TrainingState.Create(run.Manifest));

        _small.Train(run);

        using var model = ModelBundle.Load(run.Path);
        var moved = model.Network.parameters().SelectMany(p => p.detach().data<float>().ToArray()).Zip(fresh, (now, then) => now != then);
        Assert.InRange(moved.Count(weight => weight), fresh.Length / 2, fresh.Length);
    }

    [Fact]
    public void A_run_that_was_stopped_ends_with_the_same_bytes()
    {
        var whole = _small.Train(Request("plgf")).Run;
        var parts = _small.Begin(Request("plgf"));

        _small.TrainSteps(parts, 3);
        _small.TrainSteps(parts, 2);
        _small.Train(parts);

        Assert.Equal(ComputePrecision.Bf16, whole.Manifest.Precision);
        Assert.Equal(ComputePrecision.Bf16, RunFolder.Open(parts.Path).Manifest.Precision);
        Assert.Equal(Bytes(whole), Bytes(parts));
        Assert.NotEqual(Bytes(whole), Bytes(_small.Train(Request("plgf").With(run => run with { Precision = ComputePrecision.Fp32 })).Run));
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var state = new TrainingState(() => CatalogCases.Create("plgf"), Recipe.Common, ComputePrecision.Bf16);
        var step = new TrainingLoop(state, LossCatalog.Create("dualfocal", []), Recipe.Common);
        var flows = SmallFlows.Split("train", 2);
        step.RunStep(flows, [0, 1]);
        var live = LiveTensors.Count;

        step.RunStep(flows, [1, 0]);

        Assert.Equal(live, LiveTensors.Count);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void A_model_that_does_not_admit_it_says_so(string model) =>
        Assert.Equal($"setting 'precision': is bf16, which {model} does not support; expected fp32",
            Refused.By(() => Request(model).NewRun(_small.Data)));

    [Fact]
    public void The_default_is_what_is_fast_here_and_a_resumed_run_keeps_its_own()
    {
        var multiplies = OneDnn.MultipliesBf16(MachineReport.Collect().InstructionSets);
        var run = SmallRun.Request("plgf", epochs: 2).NewRun(_small.Data);

        Assert.Equal(multiplies ? ComputePrecision.Bf16 : ComputePrecision.Fp32, run.Precision);
        Assert.Equal(ComputePrecision.Bf16, Precisions.Best(ModelCatalog.Find("plgf"), DeviceType.CUDA));
        Assert.Equal(ComputePrecision.Fp32, Precisions.Best(ModelCatalog.Find("urbanfm"), DeviceType.CUDA));
        Assert.Equal(ComputePrecision.Fp32, SmallRun.Request("urbanfm", epochs: 2).NewRun(_small.Data).Precision);
        Assert.Equal("setting 'precision': is bf16 in this run and fp32 was asked for; a resumed run keeps its settings",
            Refused.By(() => new TrainingRequest().With(run => run with { Precision = ComputePrecision.Fp32 }).Continue(
                run with { Precision = ComputePrecision.Bf16 })));
    }

    private static TrainingRequest Request(string model) => SmallRun.Request(model, epochs: 2)
        .With(run => run with { Precision = ComputePrecision.Bf16 });

    /// <summary>All gradients of a model's first step in one row.</summary>
    private static Tensor Gradients(string model, ComputePrecision precision)
    {
        using var state = new TrainingState(() => CatalogCases.Create(model), Recipe.Common, precision);
        new TrainingLoop(state, LossCatalog.Create(ModelCatalog.Find(model).Loss, []), Recipe.Common).RunStep(
            SmallFlows.Split("train", 4), [0, 1, 2, 3]);
        return cat([.. state.Network.parameters().Select(p => p.grad!.flatten())]);
    }

    private static float[] Weights(TrainingState state)
    {
        using (state)
        {
            return [.. state.Network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
        }
    }

    private static byte[] Bytes(RunFolder run) => File.ReadAllBytes(Path.Combine(run.ModelFolder, "weights.safetensors"));
}
