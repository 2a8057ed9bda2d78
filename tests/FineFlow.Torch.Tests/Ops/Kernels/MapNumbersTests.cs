using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Tests.Ops.Kernels;

public class MapNumbersTests
{
    /// <summary>Around the middle between two numbers of bfloat16, and at both ends.</summary>
    private static readonly int[] LowerHalves = [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF];

    public MapNumbersTests() => KernelTests.SkipWithoutKernels();

    [Fact]
    public unsafe void Every_number_becomes_the_bfloat16_that_libtorch_rounds_it_to_and_comes_back()
    {
        using var scope = NewDisposeScope();
        foreach (var lower in LowerHalves)
        {
            float[] values = [.. Enumerable.Range(0, 1 << 16).Select(upper => BitConverter.Int32BitsToSingle(upper << 16 | lower))];
            var rounded = empty(values.Length, ScalarType.BFloat16);
            var back = new float[values.Length];
            var memory = (Bf16*)TensorMemory.Of(rounded);
            fixed (float* from = values, to = back)
            {
                for (var i = 0; i < values.Length; i += V.Count)
                {
                    Bf16.Store(Fp32.Load((Fp32*)(from + i)), memory + i);
                    Fp32.Store(Bf16.Load(memory + i), (Fp32*)(to + i));
                }
            }

            float[] expected = [.. tensor(values).to(ScalarType.BFloat16).to(ScalarType.Float32).AsSpan()];
            Assert.Equal(expected, back); // NaN is NaN, whichever
            Assert.Equal(expected, Enumerable.Range(0, values.Length).Select(i => memory[i].Value).ToArray());
        }
    }
}
