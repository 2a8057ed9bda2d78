using FineFlow.Core.Sampling;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Processes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training.Processes;

/// <summary>The sum over processes against the sum that autograd makes in one.</summary>
public sealed class GradientSumTests
{
    /// <summary>The parameters' shapes; the numbers do not divide evenly by the processes.</summary>
    private static readonly long[][] Shapes = [[3, 2], [1], [5]];

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(3, 8)]
    [InlineData(5, 2)]
    public void Pieces_are_added_in_their_order_and_no_other(int processes, int pieces)
    {
        // Numbers of many sizes: another order of addition shows.
        var gradients = Pieces(pieces);
        var expected = gradients.Aggregate((sum, piece) => [.. sum.Zip(piece, (a, b) => a + b)]);
        if (pieces > 2)
        {
            Assert.NotEqual(expected, gradients.AsEnumerable().Reverse().Aggregate((sum, piece) => [.. sum.Zip(piece, (a, b) => a + b)]));
        }

        ThreadGroup.Run(processes, process =>
        {
            using var optimizer = Optimizer();
            var sum = new GradientSum(optimizer, process);
            for (var step = 0; step < 2; step++)
            {
                sum.Begin();
                foreach (var round in gradients.Chunk(processes))
                {
                    if (process.Rank < round.Length)
                    {
                        AddTo(optimizer, round[process.Rank]);
                    }

                    sum.Add(round.Length);
                }

                sum.Complete();
                Assert.Equal(Bits(expected), Bits(Gradients(optimizer)));
            }
        });
    }

    [Fact]
    public void A_parameter_has_a_gradient_everywhere_if_one_process_has_one_and_else_none()
    {
        ThreadGroup.Run(2, process =>
        {
            using var optimizer = Optimizer();
            var sum = new GradientSum(optimizer, process);
            sum.Begin();
            if (process.Rank == 1)
            {
                using var gradient = ones(1);
                optimizer.Parameters[1].Value.grad = gradient * -0f;
            }

            sum.Add(2);
            sum.Complete();

            Assert.Null(optimizer.Parameters[0].Value.grad);
            Assert.Equal(Bits([-0f]), Bits(optimizer.Parameters[1].Value.grad!.AsSpan().ToArray()));
            Assert.Null(optimizer.Parameters[2].Value.grad);
        });
    }

    [Fact]
    public void What_a_broken_off_step_has_added_is_not_in_the_next()
    {
        ThreadGroup.Run(2, process =>
        {
            using var optimizer = Optimizer();
            var sum = new GradientSum(optimizer, process);
            var pieces = Pieces(2);
            sum.Begin();
            AddTo(optimizer, pieces[process.Rank]);
            sum.Add(2);

            sum.Begin();
            AddTo(optimizer, pieces[process.Rank]);
            sum.Add(2);
            sum.Complete();
            Assert.Equal(pieces[0].Zip(pieces[1], (a, b) => a + b), Gradients(optimizer));
        });
    }

    private static List<float[]> Pieces(int count)
    {
        var random = new RandomStream(3);
        var length = (int)Shapes.Sum(shape => shape.Aggregate(1L, (product, side) => product * side));
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length)
            .Select(_ => (float)(random.NextGaussian() * Math.Pow(10, random.NextInt(6)))).ToArray())];
    }

    private static SgdOptimizer Optimizer() => new(
        [.. Shapes.Select((shape, index) => KeyValuePair.Create($"p{index}", new Parameter(zeros(shape))))],
        learningRate: 0.1,
        momentum: 0,
        weightDecay: 0);

    /// <summary>Adds to the gradients as a backward pass does.</summary>
    private static void AddTo(TrainingOptimizer optimizer, ReadOnlySpan<float> values)
    {
        foreach (var (_, parameter) in optimizer.Parameters)
        {
            using var piece = TensorData.From(values[..(int)parameter.numel()], parameter.shape);
            (parameter * piece).sum().backward();
            values = values[(int)parameter.numel()..];
        }
    }

    private static float[] Gradients(TrainingOptimizer optimizer) =>
        [.. optimizer.Parameters.SelectMany(parameter => parameter.Value.grad!.AsSpan().ToArray())];

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
