using FineFlow.Core;
using FineFlow.Core.Sampling;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Continual;
using FineFlow.Torch.Continual.Replay;
using FineFlow.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Continual;

/// <summary>Samples of one cell whose value says the task and the sample: 100 k + n.</summary>
public sealed class ReplayBufferTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_batch_that_does_not_fit_fills_the_rest_and_drops_what_is_left()
    {
        var buffer = Buffer(4, task: 1);

        buffer.Offer(Batch(1, 0, 3), NoDraw);
        Assert.Equal([100, 101, 102], Values(buffer.Kept));
        buffer.Offer(Batch(1, 3, 3), NoDraw);

        Assert.Equal([100, 101, 102, 103], Values(buffer.Kept));
        Assert.Equal(4, buffer.Seen);
    }

    [Fact]
    public void Later_batches_overwrite_the_slots_whose_numbers_are_drawn()
    {
        var buffer = Buffer(4, task: 1);
        buffer.Offer(Batch(1, 0, 4), NoDraw);

        // 4 is no slot: the second number that is one goes to the second sample.
        buffer.Offer(Batch(1, 10, 3), Scripted(3, 5, [2, 4, 0]));
        Assert.Equal([111, 101, 110, 103], Values(buffer.Kept));
        Assert.Equal(7, buffer.Seen);

        buffer.Offer(Batch(1, 20, 3), Scripted(3, 8, [5, 7, 6]));
        Assert.Equal([111, 101, 110, 103], Values(buffer.Kept));
        Assert.Equal(7, buffer.Seen);
    }

    [Fact]
    public void Half_of_the_buffer_is_of_the_task_before_and_the_last_task_stores_nothing()
    {
        var random = new RandomStream(7);
        int[] Draw(int count, int below) => StepDraws.Distinct(random, count, below);
        var compositions = new List<int[]>();
        Dictionary<string, Tensor>? before = null;
        for (var task = 1; task <= 4; task++)
        {
            var buffer = Buffer(40, task);
            foreach (var (name, tensor) in before ?? [])
            {
                buffer.Tensors()[name].copy_(tensor); // what a memory file does
            }

            buffer.BeginTask(Draw);
            Assert.Equal((0, 0), (buffer.Recent.Count, buffer.Seen));
            compositions.Add(Composition(buffer));
            for (var batch = 0; batch < 30; batch++)
            {
                buffer.Offer(Batch(task, batch * 3, 3), Draw);
            }

            Assert.Equal(task is 2 or 3 ? 20 : 0, buffer.Recent.Count);
            Assert.Equal(Composition(buffer), task == 1 ? [40, 0, 0, 0] : compositions[^1]);
            before = buffer.Tensors();
        }

        Assert.Equal([0, 0, 0, 0], compositions[0]);
        Assert.Equal([40, 0, 0, 0], compositions[1]);
        Assert.Equal([20, 20, 0, 0], compositions[2]);
        Assert.Equal(20, compositions[3][2]);
        Assert.Equal(20, compositions[3][0] + compositions[3][1]);
        Assert.InRange(compositions[3][0], 3, 17);
    }

    [Fact]
    public void Draws_give_filled_slots_only_each_once()
    {
        var buffer = Buffer(1000, task: 1);
        buffer.Offer(Batch(1, 0, 3), NoDraw);

        var drawn = buffer.Draw(8, (count, below) => StepDraws.Distinct(new RandomStream(1), count, below), CPU);

        Assert.Equal([100, 101, 102], drawn.Coarse.flatten().data<float>().ToArray().Order());
        Assert.Equal(drawn.Coarse.flatten().data<float>().ToArray(), drawn.Truth!.flatten().data<float>().ToArray());
    }

    private static ReplayBuffer Buffer(int capacity, int task)
    {
        var maps = new FlowMaps(new(1, 1, 1, 1));
        return new(capacity, task, isLast: task == 4, new FlowSplit(SplitNames.Train, maps, maps));
    }

    private static FlowBatch Batch(int task, int first, int samples)
    {
        var maps = TensorData.From([.. Enumerable.Range(0, samples).Select(sample => 100f * task + first + sample)], samples, 1, 1, 1);
        return new(maps) { Truth = maps };
    }

    private static float[] Values(SampleSlots slots) =>
        slots.Gather([.. Enumerable.Range(0, slots.Count)], CPU).Coarse.flatten().data<float>().ToArray();

    private static int[] Composition(ReplayBuffer buffer)
    {
        var values = Values(buffer.Kept);
        return [.. Enumerable.Range(1, 4).Select(task => values.Count(value => (int)value / 100 == task))];
    }

    private static int[] NoDraw(int count, int below) => throw new InvalidOperationException("nothing is drawn here");

    private static DistinctDraw Scripted(int count, int below, int[] numbers) => (askedCount, askedBelow) =>
    {
        Assert.Equal((count, below), (askedCount, askedBelow));
        return numbers;
    };
}
