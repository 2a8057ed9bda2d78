using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Winograd's minimal filtering F(4, 3): four outputs of a filter of three taps by six multiplications instead of twelve, over the points
/// 0, ±a, ±b and infinity (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016; Toom and Cook's construction). The points are
/// such that every constant is exact in 32 bits and the rounding errors are smaller than with the usual 0, ±1, ±2. In two dimensions the transforms
/// are applied to rows and then to columns: 36 multiplications instead of 144.
/// </summary>
internal static class WinogradTransforms
{
    /// <summary>Outputs of a tile along each side.</summary>
    public const int Outputs = 4;

    /// <summary>Inputs of a tile along each side, and products.</summary>
    public const int Inputs = 6;

    /// <summary>Products of a tile.</summary>
    public const int Products = Inputs * Inputs;

    private const float A = 0.75f, B = 1.5f;
    private const float A2 = A * A, B2 = B * B, A3 = A2 * A, B3 = B2 * B;
    private const float ScaleA = 1 / (2 * A2 * (A2 - B2)), ScaleB = 1 / (2 * B2 * (B2 - A2));

    /// <summary>Three taps to six factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> F0, Vector512<float> F1, Vector512<float> F2, Vector512<float> F3, Vector512<float> F4, Vector512<float> F5) Taps(
        Vector512<float> t0, Vector512<float> t1, Vector512<float> t2)
    {
        var (evenA, oddA, evenB, oddB) = (Times(A2, t2, t0), A * t1, Times(B2, t2, t0), B * t1);
        return (t0 * (1 / (A2 * B2)), ScaleA * (evenA + oddA), ScaleA * (evenA - oddA), ScaleB * (evenB + oddB), ScaleB * (evenB - oddB), t2);
    }

    /// <summary>Six inputs to six factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> F0, Vector512<float> F1, Vector512<float> F2, Vector512<float> F3, Vector512<float> F4, Vector512<float> F5) Input(
        Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3, Vector512<float> d4, Vector512<float> d5)
    {
        var (evenA, oddA) = (Times(-B2, d2, d4), A * Times(-B2, d1, d3));
        var (evenB, oddB) = (Times(-A2, d2, d4), B * Times(-A2, d1, d3));
        return (Times(A2 * B2, d0, Times(-(A2 + B2), d2, d4)), evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB,
            Times(A2 * B2, d1, Times(-(A2 + B2), d3, d5)));
    }

    /// <summary>Six products to four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Y0, Vector512<float> Y1, Vector512<float> Y2, Vector512<float> Y3) Output(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5)
    {
        var (sumA, differenceA, sumB, differenceB) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        return (m0 + sumA + sumB, Times(A, differenceA, B * differenceB), Times(A2, sumA, B2 * sumB), Times(A3, differenceA, Times(B3, differenceB, m5)));
    }

    /// <summary>The transpose of <see cref="Output"/>: from the gradients of four outputs to those of six products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> M0, Vector512<float> M1, Vector512<float> M2, Vector512<float> M3, Vector512<float> M4, Vector512<float> M5) OutputGradient(
        Vector512<float> y0, Vector512<float> y1, Vector512<float> y2, Vector512<float> y3)
    {
        var (evenA, oddA) = (Times(A2, y2, y0), Times(A3, y3, A * y1));
        var (evenB, oddB) = (Times(B2, y2, y0), Times(B3, y3, B * y1));
        return (y0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, y3);
    }

    /// <summary>The transpose of <see cref="Taps"/>: from the gradients of six factors to those of three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> T0, Vector512<float> T1, Vector512<float> T2) TapsGradient(
        Vector512<float> f0, Vector512<float> f1, Vector512<float> f2, Vector512<float> f3, Vector512<float> f4, Vector512<float> f5)
    {
        var (sumA, differenceA, sumB, differenceB) = (ScaleA * (f1 + f2), ScaleA * (f1 - f2), ScaleB * (f3 + f4), ScaleB * (f3 - f4));
        return (Times(1 / (A2 * B2), f0, sumA + sumB), Times(A, differenceA, B * differenceB), Times(A2, sumA, Times(B2, sumB, f5)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Times(float factor, Vector512<float> vector, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(factor), vector, addend);
}
