using System.Reflection;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models;

/// <summary>
/// Checks without a GPU that networks compute where they and their input are. First half: a network moves whole to the device "meta", whose
/// tensors have no data. Second half: a network makes nothing elsewhere. While "meta" is the default device, the network computes on the
/// CPU, and a tensor that does not follow the input cannot be mixed with it. (Computing on "meta" fails: libtorch has no convolution
/// there.)
/// </summary>
public class DeviceTests
{
    private static readonly FlowSplit Train = SmallFlows.Split(SplitNames.Train, 4);

    public static TheoryData<string> All => CatalogCases.All;

    public static TheoryData<string, string> LearningWithLosses => CatalogCases.LearningWithLosses;

    [Theory]
    [MemberData(nameof(All))]
    public void All_that_a_network_holds_moves_with_it(string model)
    {
        using var network = CatalogCases.Create(model);
        var (tensors, parameters) = (network.state_dict().Count, Distinct(network));

        network.to(META);

        Assert.All(network.state_dict(), pair => Assert.Equal(DeviceType.META, pair.Value.device_type));
        Assert.All(network.modules().SelectMany(HeldTensors), held => Assert.True(held.Tensor.device_type == DeviceType.META, held.Name));
        Assert.Equal((tensors, parameters), (network.state_dict().Count, Distinct(network)));
        Assert.Equal(tensors > 0 ? DeviceType.META : DeviceType.CPU, network.Device.type);
    }

    [Theory]
    [MemberData(nameof(LearningWithLosses))]
    public void A_training_step_makes_no_tensor_away_from_its_input(string model, string lossName)
    {
        using var state = new TrainingState(() => CatalogCases.Create(model), Recipe.Common);
        using var average = new WeightAverage(state, CatalogCases.Create(model), decay: 0.9);
        AssertStep(state, lossName, average);
    }

    [Fact]
    public void Nor_does_one_in_bfloat16()
    {
        using var state = new TrainingState(() => CatalogCases.Create("plgf"), Recipe.Common, ComputePrecision.Bf16);
        AssertStep(state, "dualfocal");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Inference_makes_no_tensor_away_from_its_input_with_any_recovery_that_fits(string model)
    {
        using var network = CatalogCases.Create(model);
        network.Fit(Train, Train);
        var conserving = network.Guarantee == ConservationGuarantee.No ? ConservationMode.Projected : ConservationMode.Exact;
        foreach (var recovery in new[] { ConservationMode.AsPublished, conserving })
        {
            network.Use(recovery);
            using var elsewhere = new Elsewhere();

            var fine = Predictor.Predict(network, Train.Inputs, "train");

            Assert.All(fine.Values, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void A_tensor_that_names_no_device_would_be_noticed()
    {
        using var scope = NewDisposeScope();
        var input = ones(2, 2);
        using var elsewhere = new Elsewhere();

        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => input + eye(2));
        Assert.Equal(DeviceType.META, cat([input, ones(2, 2)], 0).device_type);
        Assert.Equal(DeviceType.CPU, (input + eye(2, device: input.device)).device_type);
    }

    private static void AssertStep(TrainingState state, string lossName, params TrainingCallback[] callbacks)
    {
        state.Network.train();
        var loss = LossCatalog.Create(lossName, []);
        var loop = new TrainingLoop(state, loss, Recipe.Common, microBatch: null, callbacks, new SingleProcess());
        StepOutcome outcome;
        using (new Elsewhere())
        {
            outcome = loop.RunStep(Train, [0, 1, 2, 3]);
        }

        Assert.InRange(outcome.Loss, 0, float.MaxValue);
        Assert.True(state.IsFinite());
        Assert.All(state.Network.parameters().Where(p => p.grad is not null), p => Assert.Equal(DeviceType.CPU, p.grad!.device_type));
    }

    private static int Distinct(FlowNetwork network) => network.parameters().Select(p => p.Handle).Distinct().Count();

    /// <summary>The tensors in a layer's own fields, registered or not.</summary>
    private static IEnumerable<(string Name, Tensor Tensor)> HeldTensors(nn.Module module) =>
        from field in module.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        where field.FieldType.IsAssignableTo(typeof(Tensor))
        let tensor = (Tensor?)field.GetValue(module)
        where tensor is not null
        select ($"{module.GetName()}.{field.Name}", tensor);

    /// <summary>
    /// Makes tensors on "meta" where the code does not name a device. FineFlow's kernels are for the CPU alone and step aside.
    /// </summary>
    private sealed class Elsewhere : IDisposable
    {
        private readonly IDisposable _kernelsOff = NativeKernels.Disable();

        public Elsewhere() => set_default_device(META);

        public void Dispose()
        {
            set_default_device(CPU);
            _kernelsOff.Dispose();
        }
    }
}
