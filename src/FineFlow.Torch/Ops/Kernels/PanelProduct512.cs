using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary><see cref="PanelProduct"/> in the 32 registers of 512 bits that AVX-512 has.</summary>
internal static unsafe class PanelProduct512
{
    private const int Wide = PanelProduct.Wide, Narrow = PanelProduct.Narrow;

    /// <inheritdoc cref="PanelProduct.Multiply"/>
    public static void Multiply(float* rows, nint stride, float* panel, nint depth, int columns, float* result)
    {
        if (columns == Wide)
        {
            MultiplyWide(rows, stride, panel, depth, result);
        }
        else
        {
            MultiplyNarrow(rows, stride, panel, depth, result);
        }
    }

    /// <inheritdoc cref="PanelProduct.AddTransposed"/>
    public static void AddTransposed(float* left, int inputs, float* panel, nint depth, int columns, float* sums)
    {
        for (var input = 0; input < inputs; input += columns == Wide ? 4 : 8)
        {
            if (columns == Wide)
            {
                AddWide(left + input, inputs, panel, depth, sums + (nint)input * Wide);
            }
            else
            {
                AddNarrow(left + input, inputs, panel, depth, sums + (nint)input * Narrow);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWide(float* left, nint stride, float* panel, nint depth, float* sums)
    {
        V s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        for (nint k = 0; k < depth; k++)
        {
            V p0 = Vector512.Load(panel), p1 = Vector512.Load(panel + 16), p2 = Vector512.Load(panel + 32), p3 = Vector512.Load(panel + 48);
            var x = Vector512.Create(left[0]);
            (s00, s01, s02, s03) = (Add(x, p0, s00), Add(x, p1, s01), Add(x, p2, s02), Add(x, p3, s03));
            x = Vector512.Create(left[1]);
            (s10, s11, s12, s13) = (Add(x, p0, s10), Add(x, p1, s11), Add(x, p2, s12), Add(x, p3, s13));
            x = Vector512.Create(left[2]);
            (s20, s21, s22, s23) = (Add(x, p0, s20), Add(x, p1, s21), Add(x, p2, s22), Add(x, p3, s23));
            x = Vector512.Create(left[3]);
            (s30, s31, s32, s33) = (Add(x, p0, s30), Add(x, p1, s31), Add(x, p2, s32), Add(x, p3, s33));
            panel += Wide;
            left += stride;
        }

        Plus(sums, s00, s01, s02, s03);
        Plus(sums + Wide, s10, s11, s12, s13);
        Plus(sums + 2 * Wide, s20, s21, s22, s23);
        Plus(sums + 3 * Wide, s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddNarrow(float* left, nint stride, float* panel, nint depth, float* sums)
    {
        V s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        V s40 = default, s41 = default, s50 = default, s51 = default, s60 = default, s61 = default, s70 = default, s71 = default;
        for (nint k = 0; k < depth; k++)
        {
            V p0 = Vector512.Load(panel), p1 = Vector512.Load(panel + 16);
            var x = Vector512.Create(left[0]);
            (s00, s01) = (Add(x, p0, s00), Add(x, p1, s01));
            x = Vector512.Create(left[1]);
            (s10, s11) = (Add(x, p0, s10), Add(x, p1, s11));
            x = Vector512.Create(left[2]);
            (s20, s21) = (Add(x, p0, s20), Add(x, p1, s21));
            x = Vector512.Create(left[3]);
            (s30, s31) = (Add(x, p0, s30), Add(x, p1, s31));
            x = Vector512.Create(left[4]);
            (s40, s41) = (Add(x, p0, s40), Add(x, p1, s41));
            x = Vector512.Create(left[5]);
            (s50, s51) = (Add(x, p0, s50), Add(x, p1, s51));
            x = Vector512.Create(left[6]);
            (s60, s61) = (Add(x, p0, s60), Add(x, p1, s61));
            x = Vector512.Create(left[7]);
            (s70, s71) = (Add(x, p0, s70), Add(x, p1, s71));
            panel += Narrow;
            left += stride;
        }

        Plus(sums, s00, s01, s10, s11);
        Plus(sums + 2 * Narrow, s20, s21, s30, s31);
        Plus(sums + 4 * Narrow, s40, s41, s50, s51);
        Plus(sums + 6 * Narrow, s60, s61, s70, s71);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyWide(float* r0, nint stride, float* panel, nint depth, float* result)
    {
        float* r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride, r4 = r3 + stride, r5 = r4 + stride;
        V s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        V s40 = default, s41 = default, s42 = default, s43 = default, s50 = default, s51 = default, s52 = default, s53 = default;
        for (nint k = 0; k < depth; k++)
        {
            V p0 = Vector512.Load(panel), p1 = Vector512.Load(panel + 16), p2 = Vector512.Load(panel + 32), p3 = Vector512.Load(panel + 48);
            panel += Wide;
            var x = Vector512.Create(r0[k]);
            (s00, s01, s02, s03) = (Add(x, p0, s00), Add(x, p1, s01), Add(x, p2, s02), Add(x, p3, s03));
            x = Vector512.Create(r1[k]);
            (s10, s11, s12, s13) = (Add(x, p0, s10), Add(x, p1, s11), Add(x, p2, s12), Add(x, p3, s13));
            x = Vector512.Create(r2[k]);
            (s20, s21, s22, s23) = (Add(x, p0, s20), Add(x, p1, s21), Add(x, p2, s22), Add(x, p3, s23));
            x = Vector512.Create(r3[k]);
            (s30, s31, s32, s33) = (Add(x, p0, s30), Add(x, p1, s31), Add(x, p2, s32), Add(x, p3, s33));
            x = Vector512.Create(r4[k]);
            (s40, s41, s42, s43) = (Add(x, p0, s40), Add(x, p1, s41), Add(x, p2, s42), Add(x, p3, s43));
            x = Vector512.Create(r5[k]);
            (s50, s51, s52, s53) = (Add(x, p0, s50), Add(x, p1, s51), Add(x, p2, s52), Add(x, p3, s53));
        }

        Store(result, s00, s01, s02, s03);
        Store(result + Wide, s10, s11, s12, s13);
        Store(result + 2 * Wide, s20, s21, s22, s23);
        Store(result + 3 * Wide, s30, s31, s32, s33);
        Store(result + 4 * Wide, s40, s41, s42, s43);
        Store(result + 5 * Wide, s50, s51, s52, s53);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyNarrow(float* r0, nint stride, float* panel, nint depth, float* result)
    {
        float* r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride, r4 = r3 + stride, r5 = r4 + stride;
        V s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        V s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        for (nint k = 0; k < depth; k++)
        {
            V p0 = Vector512.Load(panel), p1 = Vector512.Load(panel + 16);
            panel += Narrow;
            var x = Vector512.Create(r0[k]);
            (s00, s01) = (Add(x, p0, s00), Add(x, p1, s01));
            x = Vector512.Create(r1[k]);
            (s10, s11) = (Add(x, p0, s10), Add(x, p1, s11));
            x = Vector512.Create(r2[k]);
            (s20, s21) = (Add(x, p0, s20), Add(x, p1, s21));
            x = Vector512.Create(r3[k]);
            (s30, s31) = (Add(x, p0, s30), Add(x, p1, s31));
            x = Vector512.Create(r4[k]);
            (s40, s41) = (Add(x, p0, s40), Add(x, p1, s41));
            x = Vector512.Create(r5[k]);
            (s50, s51) = (Add(x, p0, s50), Add(x, p1, s51));
        }

        Store(result, s00, s01, s10, s11);
        Store(result + 2 * Narrow, s20, s21, s30, s31);
        Store(result + 4 * Narrow, s40, s41, s50, s51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Add(V factor, V panel, V sum) => Vector512.FusedMultiplyAdd(factor, panel, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plus(float* to, V first, V second, V third, V fourth) => Store(
        to,
        first + Vector512.Load(to),
        second + Vector512.Load(to + 16),
        third + Vector512.Load(to + 32),
        fourth + Vector512.Load(to + 48));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, V first, V second, V third, V fourth)
    {
        first.Store(to);
        second.Store(to + 16);
        third.Store(to + 32);
        fourth.Store(to + 48);
    }
}
