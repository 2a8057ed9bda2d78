using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Winograd's minimal filtering F(4, 3): four outputs of a filter of three taps by six multiplications instead of twelve, over the points
/// 0, ±a, ±b and infinity (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016; construction by Toom and Cook).
/// With these points every constant is exact in 32 bits, and rounding errors are smaller than with the usual 0, ±1, ±2. In two dimensions
/// the transforms are applied to rows and then to columns: 36 multiplications instead of 144.
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

    /// <summary>Transforms three taps to six factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V F0, V F1, V F2, V F3, V F4, V F5) Taps(V t0, V t1, V t2)
    {
        var (evenA, oddA, evenB, oddB) = (Times(A2, t2, t0), A * t1, Times(B2, t2, t0), B * t1);
        var (plusA, minusA) = (ScaleA * (evenA + oddA), ScaleA * (evenA - oddA));
        var (plusB, minusB) = (ScaleB * (evenB + oddB), ScaleB * (evenB - oddB));
        return (t0 * (1 / (A2 * B2)), plusA, minusA, plusB, minusB, t2);
    }

    /// <summary>Transforms six inputs to six factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V F0, V F1, V F2, V F3, V F4, V F5) Input(V d0, V d1, V d2, V d3, V d4, V d5)
    {
        var (evenA, oddA) = (Times(-B2, d2, d4), A * Times(-B2, d1, d3));
        var (evenB, oddB) = (Times(-A2, d2, d4), B * Times(-A2, d1, d3));
        return (Times(A2 * B2, d0, Times(-(A2 + B2), d2, d4)), evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB,
            Times(A2 * B2, d1, Times(-(A2 + B2), d3, d5)));
    }

    /// <summary>Transforms six products to four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Y0, V Y1, V Y2, V Y3) Output(V m0, V m1, V m2, V m3, V m4, V m5)
    {
        var (sumA, differenceA, sumB, differenceB) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        return (
            m0 + sumA + sumB,
            Times(A, differenceA, B * differenceB),
            Times(A2, sumA, B2 * sumB),
            Times(A3, differenceA, Times(B3, differenceB, m5)));
    }

    /// <summary>Transforms the gradients of four outputs to those of six products: the transpose of <see cref="Output"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V M0, V M1, V M2, V M3, V M4, V M5) OutputGradient(V y0, V y1, V y2, V y3)
    {
        var (evenA, oddA) = (Times(A2, y2, y0), Times(A3, y3, A * y1));
        var (evenB, oddB) = (Times(B2, y2, y0), Times(B3, y3, B * y1));
        return (y0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, y3);
    }

    /// <summary>Transforms the gradients of six factors to those of three taps: the transpose of <see cref="Taps"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V T0, V T1, V T2) TapsGradient(V f0, V f1, V f2, V f3, V f4, V f5)
    {
        var (sumA, differenceA, sumB, differenceB) = (ScaleA * (f1 + f2), ScaleA * (f1 - f2), ScaleB * (f3 + f4), ScaleB * (f3 - f4));
        return (Times(1 / (A2 * B2), f0, sumA + sumB), Times(A, differenceA, B * differenceB), Times(A2, sumA, Times(B2, sumB, f5)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Times(float factor, V vector, V addend) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(factor), vector, addend);
}
