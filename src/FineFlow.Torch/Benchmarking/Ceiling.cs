using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Benchmarking;

/// <summary>The machine's fastest arithmetic, measured before and after the models, since a machine's speed drifts.</summary>
/// <param name="Before">The measurement before the models.</param>
/// <param name="After">The measurement after them.</param>
internal sealed record Ceiling(CeilingMeasurement Before, CeilingMeasurement After)
{
    /// <summary>Returns the better measurement in a precision, in 10^9 operations per second; null where it was not measured.</summary>
    public double? Gflops(ComputePrecision type) => type == ComputePrecision.Fp32 ? Fp32Gflops : Bf16Gflops;

    /// <summary>The better measurement in 32-bit floats, in 10^9 operations per second.</summary>
    public double Fp32Gflops => Math.Max(Before.Fp32Gflops, After.Fp32Gflops);

    /// <summary>The better measurement in bfloat16; null where the processor does not multiply bfloat16.</summary>
    public double? Bf16Gflops => Before.Bf16Gflops is { } before && After.Bf16Gflops is { } after ? Math.Max(before, after) : null;
}

/// <summary>One measurement of the ceiling.</summary>
/// <param name="Kernels">All measured products and convolutions.</param>
internal sealed record CeilingMeasurement(IReadOnlyList<KernelSpeed> Kernels)
{
    /// <summary>The best median in 32-bit floats, in 10^9 operations per second.</summary>
    public double Fp32Gflops => Best(ComputePrecision.Fp32) ?? 0;

    /// <summary>The best median in bfloat16; null where the processor does not multiply bfloat16.</summary>
    public double? Bf16Gflops => Best(ComputePrecision.Bf16);

    private double? Best(ComputePrecision type) =>
        Kernels.Where(kernel => kernel.Type == type).Max(kernel => (double?)kernel.Gflops.Median);
}

/// <summary>Speed of a matrix product or a convolution.</summary>
/// <param name="Name">Operation, shape and memory layout.</param>
/// <param name="Type">Precision of the numbers.</param>
/// <param name="Rounds">Rounds measured.</param>
/// <param name="Gflops">10^9 operations per second; a multiply-add is two operations.</param>
internal sealed record KernelSpeed(string Name, ComputePrecision Type, int Rounds, Quantiles Gflops);
