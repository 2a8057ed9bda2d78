using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training.Optimizers;

public class OptimizerTests
{
    // Sizes that fill no vector, and one that no run of parameters holds together with another.
    private static readonly long[][] Shapes = [[3], [1], [37, 5], [2, 3, 3, 3], [1 << 20], [130]];

    // The step at which a batch first reaches a parameter.
    private static readonly int[] First = [0, 0, 0, 1, 0, 3];

    public static TheoryData<OptimizerKind, double?> Kinds => new()
    {
        { OptimizerKind.Adam, null }, { OptimizerKind.Adam, 0.1 }, { OptimizerKind.AdamW, null }, { OptimizerKind.AdamW, 0.1 },
        { OptimizerKind.Sgd, null }, { OptimizerKind.Sgd, 0.1 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_are_those_of_the_librarys_own_optimizer_to_the_last_bit(OptimizerKind kind, double? decay)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(7);
        var own = Shapes.Select(shape => new Parameter(randn(shape, generator: random))).ToArray();
        var reference = own.Select(parameter => new Parameter(parameter.detach().clone())).ToArray();
        using var optimizer = Create(kind, decay, own);
        var library = kind switch
        {
            OptimizerKind.Adam => (optim.Optimizer)optim.Adam(reference, 0.1, 0.9, 0.999, weight_decay: decay ?? 0),
            OptimizerKind.AdamW => optim.AdamW(reference, 0.1, 0.9, 0.999, weight_decay: decay ?? 0.01),
            _ => optim.SGD(reference, 0.1, momentum: 0.9, weight_decay: decay ?? 0),
        };

        for (var step = 0; step < 5; step++)
        {
            optimizer.ClearGradients();
            for (var i = 0; i < own.Length; i++)
            {
                // Once reached, a parameter has a gradient in every step.
                if (step >= First[i])
                {
                    var gradient = randn(Shapes[i], generator: random);
                    AddGradient(own[i], gradient);
                    reference[i].grad = gradient;
                }
            }

            optimizer.Step();
            library.step();
        }

        for (var i = 0; i < own.Length; i++)
        {
            Assert.Equal(Values(reference[i]), Values(own[i]));
        }
    }

    [Fact]
    public void Parameters_that_no_batch_reaches_stay_as_they_are()
    {
        using var scope = NewDisposeScope();
        var (moved, still) = (new Parameter(ones(3)), new Parameter(ones(2)));
        using var optimizer = Create(OptimizerKind.AdamW, 0.1, moved, still);
        for (var step = 0; step < 2; step++)
        {
            optimizer.ClearGradients();
            moved.sum().backward();
            optimizer.Step();
        }

        Assert.Equal([1, 1], Values(still));
        Assert.All(Values(moved), value => Assert.InRange(value, 0.5f, 0.99f));
    }

    [Fact]
    public void Parameters_keep_their_values_and_stay_what_a_network_and_its_state_hold()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(3, 5, 3);
        var (before, input) = (Values(layer.weight!), rand(2, 3, 7, 7));
        var output = Values(layer.call(input));
        using (var optimizer = Create(OptimizerKind.Sgd, null, layer.weight!, layer.bias!))
        {
            Assert.Equal(before, Values(layer.weight!));
            Assert.Equal(output, Values(layer.call(input)));
            Assert.All(optimizer.Weights.Pieces, piece => Assert.Equal(0, piece.storage_offset() % 32));
            layer.call(input).sum().backward();
            optimizer.Step();
            Assert.NotEqual(before, Values(layer.weight!));
            Assert.Equal(Values(layer.weight!), Values(layer.state_dict()["weight"]));
            Assert.Equal(Values(layer.weight!), Values(optimizer.Weights.Pieces[0]));
        }

        Assert.NotEqual(output, Values(layer.call(input))); // the memory is the network's as well
    }

    [Fact]
    public void Many_parameters_take_few_operators()
    {
        using var scope = NewDisposeScope();
        var parameters = Enumerable.Range(0, 50).Select(_ => new Parameter(ones(4, 4))).ToArray();
        using var optimizer = Create(OptimizerKind.Adam, null, parameters);
        stack(parameters).sum().backward();
        optimizer.Step();
        optimizer.ClearGradients();
        stack(parameters).sum().backward();

        // One for the gradients, four for their mean and square, three for the divisor, and one for the weights.
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        Assert.Equal(9, OperatorCounter.Count(optimizer.Step).Operators);
        Assert.Equal(0, OperatorCounter.Count(optimizer.ClearGradients).Operators);
    }

    [Fact]
    public void Gradients_are_clipped_by_the_norm_over_all_of_them()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new Parameter(zeros(2)), new Parameter(zeros(1)));
        using var optimizer = Create(OptimizerKind.Sgd, null, first, second);
        first.grad = tensor(new float[] { 2, 3 });
        second.grad = tensor(new float[] { 6 });
        optimizer.ClipGradients(8);
        Assert.Equal([2, 3], first.grad!.data<float>().ToArray());

        optimizer.ClipGradients(3.5);
        Assert.Equal([1, 1.5f], first.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([3f], second.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Gradients_are_clipped_to_the_last_bit_as_by_the_norm_that_is_read_and_without_reading_it()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(11);
        var parameters = Shapes[..4].Select(shape => new Parameter(zeros(shape))).ToArray();
        using var optimizer = Create(OptimizerKind.Adam, null, parameters);
        foreach (var limit in new[] { 1e-3, 0.7, 3, 1e6 })
        {
            foreach (var parameter in parameters)
            {
                parameter.grad = randn(parameter.shape, generator: random);
            }

            var norm = stack(parameters.Select(parameter => parameter.grad!.norm())).norm().item<float>();
            var factor = norm > limit ? limit / (norm + 1e-6) : 1;
            var expected = parameters.SelectMany(parameter => Values(parameter.grad! * factor)).ToArray();

            Assert.True(!OperatorCounter.IsSupported || OperatorCounter.Count(() => optimizer.ClipGradients(limit)).Waits == 0);

            Assert.Equal(expected, parameters.SelectMany(parameter => Values(parameter.grad!)));
        }
    }

    private static TrainingOptimizer Create(OptimizerKind kind, double? decay, params Parameter[] parameters) => TrainingOptimizers.Create(
        [.. parameters.Select((parameter, index) => KeyValuePair.Create($"{index}", parameter))],
        Recipe.Common with { Optimizer = kind, WeightDecay = decay, LearningRate = 0.1 });

    /// <summary>Does what autograd does.</summary>
    private static void AddGradient(Parameter parameter, Tensor gradient)
    {
        using var noGradients = no_grad();
        if (parameter.grad is { } sum)
        {
            sum.add_(gradient);
        }
        else
        {
            parameter.grad = gradient.clone();
        }
    }

    private static float[] Values(Tensor tensor) => tensor.detach().data<float>().ToArray();
}
