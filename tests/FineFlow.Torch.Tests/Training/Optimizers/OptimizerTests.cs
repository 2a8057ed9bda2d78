using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training.Optimizers;

public class OptimizerTests
{
    private static readonly float[] Start = [1, -2, 0.5f];

    public static TheoryData<OptimizerKind, double?> Kinds => new()
    {
        { OptimizerKind.Adam, null }, { OptimizerKind.Adam, 0.1 }, { OptimizerKind.AdamW, null }, { OptimizerKind.AdamW, 0.1 },
        { OptimizerKind.Sgd, null }, { OptimizerKind.Sgd, 0.1 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_are_those_of_the_librarys_own_optimizer(OptimizerKind kind, double? decay)
    {
        using var scope = NewDisposeScope();
        var (own, reference) = (new Parameter(tensor(Start)), new Parameter(tensor(Start)));
        using var optimizer = Create(kind, decay, own);
        var library = kind switch
        {
            OptimizerKind.Adam => (optim.Optimizer)optim.Adam([reference], 0.1, 0.9, 0.999, weight_decay: decay ?? 0),
            OptimizerKind.AdamW => optim.AdamW([reference], 0.1, 0.9, 0.999, weight_decay: decay ?? 0.01),
            _ => optim.SGD([reference], 0.1, momentum: 0.9, weight_decay: decay ?? 0),
        };

        for (var step = 0; step < 5; step++)
        {
            SetGradient(own, step);
            SetGradient(reference, step);
            optimizer.Step();
            library.step();
        }

        Assert.Equal(Values(reference), Values(own), (a, b) => Math.Abs(a - b) <= 1e-6f * Math.Abs(a));
        Assert.NotEqual(Start, Values(own));
    }

    [Fact]
    public void Gradients_are_clipped_by_the_norm_over_all_of_them()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new Parameter(zeros(2)), new Parameter(zeros(1)));
        using var optimizer = Create(OptimizerKind.Sgd, null, first, second);
        void Set()
        {
            first.grad = tensor(new float[] { 2, 3 });
            second.grad = tensor(new float[] { 6 });
        }

        Set();
        optimizer.ClipGradients(8);
        Assert.Equal([2, 3], first.grad!.data<float>().ToArray());

        optimizer.ClipGradients(3.5);
        Assert.Equal([1, 1.5f], first.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([3f], second.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private static TrainingOptimizer Create(OptimizerKind kind, double? decay, params Parameter[] parameters) => TrainingOptimizers.Create(
        [.. parameters.Select((parameter, index) => KeyValuePair.Create($"{index}", parameter))],
        Recipe.Common with { Optimizer = kind, WeightDecay = decay, LearningRate = 0.1 });

    private static void SetGradient(Parameter parameter, int step) => parameter.grad = tensor(new[] { 0.3f + step, -0.2f, step - 2f });

    private static float[] Values(Parameter parameter) => parameter.detach().data<float>().ToArray();
}
