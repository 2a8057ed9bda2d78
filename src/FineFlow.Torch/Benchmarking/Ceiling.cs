using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Benchmarking;

/// <summary>How fast the machine multiplies at best, measured before and after the models, since machines drift.</summary>
/// <param name="Before">Before the models.</param>
/// <param name="After">After them.</param>
public sealed record Ceiling(CeilingMeasurement Before, CeilingMeasurement After)
{
    /// <summary>The better of both: what a model is held against that computes in such numbers. null where it was not measured.</summary>
    public double? Gflops(ComputePrecision type) => type == ComputePrecision.Fp32 ? Fp32Gflops : Bf16Gflops;

    /// <summary>The better of both, in 32-bit floats.</summary>
    public double Fp32Gflops => Math.Max(Before.Fp32Gflops, After.Fp32Gflops);

    /// <summary>The same in bfloat16; null where the processor does not multiply it.</summary>
    public double? Bf16Gflops => Before.Bf16Gflops is { } before && After.Bf16Gflops is { } after ? Math.Max(before, after) : null;
}

/// <summary>One measurement of the ceiling.</summary>
/// <param name="Kernels">All that was tried.</param>
public sealed record CeilingMeasurement(IReadOnlyList<KernelSpeed> Kernels)
{
    /// <summary>The best median in 32-bit floats.</summary>
    public double Fp32Gflops => Best(ComputePrecision.Fp32) ?? 0;

    /// <summary>The best median in bfloat16; null where the processor does not multiply it.</summary>
    public double? Bf16Gflops => Best(ComputePrecision.Bf16);

    private double? Best(ComputePrecision type) => Kernels.Where(kernel => kernel.Type == type).Max(kernel => (double?)kernel.Gflops.Median);
}

/// <summary>How fast a matrix product or a convolution is.</summary>
/// <param name="Name">Which, at what shape, in what order of memory.</param>
/// <param name="Type">Of what numbers.</param>
/// <param name="Rounds">How often it was measured.</param>
/// <param name="Gflops">Thousand million operations a second; a multiply-add is two.</param>
public sealed record KernelSpeed(string Name, ComputePrecision Type, int Rounds, Quantiles Gflops);
