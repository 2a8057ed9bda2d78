using System.Runtime.Intrinsics;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// The innermost loops of matrix products with panels of 64 or 32 columns, with all sums in registers. They run at the processor's full
/// speed and are therefore written out by hand for AVX-512 and for AVX2.
/// </summary>
internal static unsafe class PanelProduct
{
    /// <summary>Rows at once.</summary>
    public const int Rows = 6;

    public const int Wide = 64, Narrow = 32;

    /// <summary>Computes result[r, c] = sum over k of rows[r, k] * panel[k, c] for six rows.</summary>
    /// <param name="rows">First row; the others follow <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats from row to row.</param>
    /// <param name="panel">[depth, columns], dense.</param>
    /// <param name="depth">Products of each sum.</param>
    /// <param name="columns">64 or 32.</param>
    /// <param name="result">[6, columns], dense.</param>
    public static void Multiply(float* rows, nint stride, float* panel, nint depth, int columns, float* result)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            PanelProduct512.Multiply(rows, stride, panel, depth, columns, result);
        }
        else
        {
            PanelProduct256.Multiply(rows, stride, panel, depth, columns, result);
        }
    }

    /// <summary>Adds the sum over k of left[k, i] * panel[k, c] to sums[i, c] for all i.</summary>
    /// <param name="left">[depth, inputs], dense.</param>
    /// <param name="inputs">A multiple of 8.</param>
    /// <param name="panel">[depth, columns], dense.</param>
    /// <param name="depth">Products of each sum.</param>
    /// <param name="columns">64 or 32.</param>
    /// <param name="sums">[inputs, columns], dense.</param>
    public static void AddTransposed(float* left, int inputs, float* panel, nint depth, int columns, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            PanelProduct512.AddTransposed(left, inputs, panel, depth, columns, sums);
        }
        else
        {
            PanelProduct256.AddTransposed(left, inputs, panel, depth, columns, sums);
        }
    }
}
