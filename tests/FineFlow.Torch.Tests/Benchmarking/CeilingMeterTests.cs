using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Tests.Benchmarking;

public class CeilingMeterTests
{
    private static readonly CeilingShapes Small = new([16, 32], Channels: 8, Side: 8, Batch: 2);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_processor_with_bfloat16_has_a_second_ceiling(bool avx512, bool amx)
    {
        var ceiling = Measure(new InstructionSets(true, true, avx512, amx));

        Assert.Equal(OneDnn.IsOn ? 12 : 6, ceiling.Kernels.Count); // only oneDNN multiplies it
        Assert.Equal(
            OneDnn.IsOn ? ceiling.Kernels.Where(k => k.Type == ComputePrecision.Bf16).Max(k => k.Gflops.Median) : null,
            ceiling.Bf16Gflops);
    }

    [Fact]
    public void The_ceiling_is_the_best_kernel_and_a_processor_without_bfloat16_has_one()
    {
        var live = LiveTensors.Count;

        var ceiling = Measure(new InstructionSets(true, true, false, AmxBf16: null));

        Assert.Null(ceiling.Bf16Gflops);
        Assert.Equal(6, ceiling.Kernels.Select(k => k.Name).Distinct().Count());
        Assert.All(ceiling.Kernels, kernel =>
        {
            Assert.InRange(kernel.Rounds, 2, int.MaxValue);
            Assert.True(kernel.Gflops.P10 > 0);
            Assert.InRange(kernel.Gflops.Median, 0, ceiling.Fp32Gflops);
        });
        Assert.Contains(ceiling.Kernels, kernel => kernel.Gflops.Median == ceiling.Fp32Gflops);
        Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void The_better_of_two_measurements_counts()
    {
        var ceiling = new Ceiling(Of(5, ComputePrecision.Fp32), Of(7, ComputePrecision.Fp32));

        Assert.Equal(7, ceiling.Fp32Gflops);
        Assert.Null(ceiling.Bf16Gflops);
    }

    private static CeilingMeasurement Measure(InstructionSets sets) =>
        new CeilingMeter(Small, TimeSpan.FromMilliseconds(1), torch.CPU).Measure(sets);

    private static CeilingMeasurement Of(double gflops, ComputePrecision type) =>
        new([new KernelSpeed("some", type, 3, Quantiles.From([gflops]))]);
}
