namespace FineFlow.Torch.Benchmarking;

/// <summary>How fast the machine multiplies at best, measured before and after the models, since machines drift.</summary>
/// <param name="Before">Before the models.</param>
/// <param name="After">After them.</param>
public sealed record Ceiling(CeilingMeasurement Before, CeilingMeasurement After)
{
    /// <summary>The better of both, in 32-bit floats: what the models are held against.</summary>
    public double Fp32Gflops => Math.Max(Before.Fp32Gflops, After.Fp32Gflops);

    /// <summary>The same in bfloat16; null where the processor does not multiply it.</summary>
    public double? Bf16Gflops => Before.Bf16Gflops is { } before && After.Bf16Gflops is { } after ? Math.Max(before, after) : null;
}

/// <summary>One measurement of the ceiling.</summary>
/// <param name="Kernels">All that was tried.</param>
public sealed record CeilingMeasurement(IReadOnlyList<KernelSpeed> Kernels)
{
    /// <summary>The best median in 32-bit floats.</summary>
    public double Fp32Gflops => Best(NumberType.Fp32) ?? 0;

    /// <summary>The best median in bfloat16; null where the processor does not multiply it.</summary>
    public double? Bf16Gflops => Best(NumberType.Bf16);

    private double? Best(NumberType type) => Kernels.Where(kernel => kernel.Type == type).Max(kernel => (double?)kernel.Gflops.Median);
}

/// <summary>How fast a matrix product or a convolution is.</summary>
/// <param name="Name">Which, at what shape, in what order of memory.</param>
/// <param name="Type">Of what numbers.</param>
/// <param name="Rounds">How often it was measured.</param>
/// <param name="Gflops">Thousand million operations a second; a multiply-add is two.</param>
public sealed record KernelSpeed(string Name, NumberType Type, int Rounds, Quantiles Gflops);

/// <summary>Numbers that are multiplied.</summary>
public enum NumberType
{
    /// <summary>32-bit floats, which the models use.</summary>
    Fp32,

    /// <summary>16-bit floats with the range of 32-bit ones.</summary>
    Bf16,
}
