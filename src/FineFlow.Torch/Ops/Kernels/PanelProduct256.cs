using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary><see cref="PanelProduct"/> in the 16 registers of 256 bits that AVX2 has: 16 columns at a time.</summary>
internal static unsafe class PanelProduct256
{
    private const int Columns = 16, Inputs = 4;

    /// <inheritdoc cref="PanelProduct.Multiply"/>
    public static void Multiply(float* rows, nint stride, float* panel, nint depth, int columns, float* result)
    {
        for (var column = 0; column < columns; column += Columns)
        {
            Multiply16(rows, stride, panel + column, columns, depth, result + column);
        }
    }

    /// <inheritdoc cref="PanelProduct.AddTransposed"/>
    public static void AddTransposed(float* left, int inputs, float* panel, nint depth, int columns, float* sums)
    {
        for (var column = 0; column < columns; column += Columns)
        {
            for (var input = 0; input < inputs; input += Inputs)
            {
                Add16(left + input, inputs, panel + column, columns, depth, sums + (nint)input * columns + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply16(float* r0, nint stride, float* panel, nint columns, nint depth, float* result)
    {
        float* r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride, r4 = r3 + stride, r5 = r4 + stride;
        V s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        V s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        for (nint k = 0; k < depth; k++)
        {
            V p0 = Vector256.Load(panel), p1 = Vector256.Load(panel + V.Count);
            panel += columns;
            var x = Vector256.Create(r0[k]);
            (s00, s01) = (Add(x, p0, s00), Add(x, p1, s01));
            x = Vector256.Create(r1[k]);
            (s10, s11) = (Add(x, p0, s10), Add(x, p1, s11));
            x = Vector256.Create(r2[k]);
            (s20, s21) = (Add(x, p0, s20), Add(x, p1, s21));
            x = Vector256.Create(r3[k]);
            (s30, s31) = (Add(x, p0, s30), Add(x, p1, s31));
            x = Vector256.Create(r4[k]);
            (s40, s41) = (Add(x, p0, s40), Add(x, p1, s41));
            x = Vector256.Create(r5[k]);
            (s50, s51) = (Add(x, p0, s50), Add(x, p1, s51));
        }

        Store(result, s00, s01);
        Store(result + columns, s10, s11);
        Store(result + 2 * columns, s20, s21);
        Store(result + 3 * columns, s30, s31);
        Store(result + 4 * columns, s40, s41);
        Store(result + 5 * columns, s50, s51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add16(float* left, nint inputs, float* panel, nint columns, nint depth, float* sums)
    {
        V s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        for (nint k = 0; k < depth; k++)
        {
            V p0 = Vector256.Load(panel), p1 = Vector256.Load(panel + V.Count);
            var x = Vector256.Create(left[0]);
            (s00, s01) = (Add(x, p0, s00), Add(x, p1, s01));
            x = Vector256.Create(left[1]);
            (s10, s11) = (Add(x, p0, s10), Add(x, p1, s11));
            x = Vector256.Create(left[2]);
            (s20, s21) = (Add(x, p0, s20), Add(x, p1, s21));
            x = Vector256.Create(left[3]);
            (s30, s31) = (Add(x, p0, s30), Add(x, p1, s31));
            panel += columns;
            left += inputs;
        }

        Plus(sums, s00, s01);
        Plus(sums + columns, s10, s11);
        Plus(sums + 2 * columns, s20, s21);
        Plus(sums + 3 * columns, s30, s31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Add(V factor, V panel, V sum) => Vector256.FusedMultiplyAdd(factor, panel, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plus(float* to, V first, V second) => Store(to, first + Vector256.Load(to), second + Vector256.Load(to + V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, V first, V second)
    {
        first.Store(to);
        second.Store(to + V.Count);
    }
}
