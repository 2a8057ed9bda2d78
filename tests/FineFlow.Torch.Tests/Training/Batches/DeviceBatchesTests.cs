using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training.Batches;

/// <summary>A split on a device, here the CPU, gives the batches that main memory gives.</summary>
public class DeviceBatchesTests
{
    private const int Samples = 7;
    private static readonly int[] Order = [6, 0, 3, 1, 5, 2, 4];

    [Theory]
    [InlineData(new[] { 6, 0, 3 })]
    [InlineData(new[] { 2, 4 })]
    [InlineData(new[] { 4 })]
    [InlineData(new[] { 0, 1, 2 })] // not in this order
    [InlineData(new[] { 4, 6, 0, 3, 1, 5, 2 })]
    public void A_batch_has_the_bits_of_the_one_from_main_memory(int[] samples)
    {
        var live = LiveTensors.Count;
        var split = Full();
        using (NewDisposeScope())
        {
            using var batches = new DeviceBatches(split, CPU);
            batches.Begin(Order);
            var (expected, batch) = (new MainMemoryBatches(split, CPU).Gather(samples), batches.Gather(samples));

            Assert.Equal(samples, batch.TrainingSamples!);
            Assert.Equal(expected.Below, batch.Below);
            foreach (var part in new Func<FlowBatch, Tensor?>[]
                { b => b.Coarse, b => b.External, b => b.Time, b => b.Mask, b => b.Truth, b => b.Counted })
            {
                Assert.Equal(part(expected)!.shape, part(batch)!.shape);
                Assert.Equal(part(expected)!.contiguous().bytes.ToArray(), part(batch)!.contiguous().bytes.ToArray());
            }
        }

        Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void What_a_split_lacks_its_batches_lack()
    {
        using var scope = NewDisposeScope();
        using var batches = new DeviceBatches(SmallFlows.Split("train", Samples, external: false), CPU);
        batches.Begin(Order);
        var batch = batches.Gather([6]);

        Assert.Equal(
            [null, null, null, null, null], new[] { batch.External, batch.Time, batch.Mask, batch.History, batch.Counted });
    }

    [Fact]
    public void The_batches_of_an_epoch_are_gathered_on_the_device_alone()
    {
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        using var scope = NewDisposeScope();
        var split = Full();
        using var batches = new DeviceBatches(split, CPU);
        batches.Begin(Order);

        // Coarse and fine maps, factors, time and mask, of which main memory's are copied.
        var count = OperatorCounter.Count(() => batches.Gather([3, 1, 5]));
        Assert.Equal(new Dictionary<string, int> { ["index_select"] = 5 }, count.ByName);
        Assert.InRange(OperatorCounter.Count(() => new MainMemoryBatches(split, CPU).Gather([3, 1, 5])).Waits, 5, 6);

        batches.Begin([.. Order.Reverse()]);
        Assert.Equal(0, OperatorCounter.Count(() => batches.Gather([5, 1, 3])).Waits);
    }

    [Fact]
    public void A_split_is_kept_where_it_takes_a_quarter_of_the_free_memory_at_most()
    {
        var split = Full();
        var bytes = Samples * ((4 * (2 * 36 + 4 * 36 + TaxiBjColumns.Count)) + 8);
        Assert.Equal(6, split.Coarse.Rows);
        Assert.Equal(4, split.Fine.Values.Length / split.Coarse.Values.Length);

        Assert.True(DeviceBatches.Fits(split, 4 * bytes));
        Assert.False(DeviceBatches.Fits(split, (4 * bytes) - 1));
        Assert.False(DeviceBatches.Fits(split, null));
    }

    [Fact]
    public void The_free_memory_of_the_CPU_is_known_and_that_of_a_GPU_where_there_is_a_driver()
    {
        Assert.InRange(FreeMemory.Of(CPU)!.Value, 1 << 20, long.MaxValue);
        Assert.Null(FreeMemory.Of(META));
        Assert.SkipWhen(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        Assert.Null(FreeMemory.Of(new Device(DeviceType.CUDA, 0)));
    }

    private static FlowSplit Full()
    {
        var flows = SmallFlows.Split("train", Samples, side: 6, factor: 2) with
        {
            Time = [.. Enumerable.Range(0, Samples).Select(hour => 3600L * hour)],
            Below = 5,
        };
        var mask = new FlowMaps(flows.Coarse.Shape, [.. flows.Coarse.Values.Select(count => count % 3 == 0 ? 0f : 1f)]);
        return flows.Without(LeftOutBlocks.Parse("2x2:1", flows.Coarse.Rows, flows.Coarse.Columns)) with { Mask = mask };
    }
}
