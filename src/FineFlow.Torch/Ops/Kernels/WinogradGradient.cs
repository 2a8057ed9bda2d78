using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static FineFlow.Torch.Ops.Kernels.WinogradTransforms;
using static TorchSharp.torch;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// The gradient of the weights of <see cref="WinogradConvolution"/>, also in a quarter of the multiplications: transposed transforms and
/// sums over tiles. Every thread sums a fixed part of the tiles, and the parts are added in order, so that a number of threads always gives
/// the same bits.
/// </summary>
internal static unsafe class WinogradGradient
{
    private const int Kernel = 3, TilesAtOnce = 48;

    /// <summary>Returns the gradients [outputs, inputs, 3, 3].</summary>
    public static Tensor OfWeights<T>(NhwcView<T> input, NhwcView<T> outputGradient)
        where T : unmanaged, IMapNumber<T>
    {
        using var scope = NewDisposeScope();
        var layout = new WinogradPanels(input.Channels, outputGradient.Channels);
        var shares = Math.Min(KernelThreads.Count, new WinogradTiles<T>(input).Count);
        var sums = zeros(shares, layout.Length);
        KernelThreads.Each(
            shares,
            share => AddUp(input, outputGradient, layout, share, shares, TensorMemory.Of(sums) + (nint)share * layout.Length));
        var total = shares == 1 ? sums : sums.sum([0L]); // sum(0) would be a sum as ScalarType 0
        var taps = empty(input.Channels, Kernel, Kernel, outputGradient.Channels);
        KernelThreads.Each(input.Channels, channel => ToTaps(layout, TensorMemory.Of(total), channel, TensorMemory.Of(taps)));
        return scope.MoveToOuter(taps.permute(3, 0, 1, 2).contiguous());
    }

    /// <summary>Adds the products of a share of the tiles to the 36 matrices [inputs, outputs].</summary>
    private static void AddUp<T>(NhwcView<T> input, NhwcView<T> outputGradient, WinogradPanels layout, int share, int shares, float* sums)
        where T : unmanaged, IMapNumber<T>
    {
        var tiles = new WinogradTiles<T>(input);
        var (first, end) = ((int)((long)tiles.Count * share / shares), (int)((long)tiles.Count * (share + 1) / shares));
        var inputs = layout.Inputs;
        var (plane, productPlane) = (TilesAtOnce * inputs + V.Count, TilesAtOnce * PanelProduct.Wide + V.Count);
        using var scratch = new Scratch(Products * (plane + productPlane) + Math.Max(inputs, layout.Outputs));
        var factors = scratch.Start;
        var products = factors + Products * plane;
        var zeros = (T*)(products + Products * productPlane);
        new Span<T>(zeros, Math.Max(inputs, layout.Outputs)).Clear();
        for (; first < end; first += TilesAtOnce)
        {
            var count = Math.Min(TilesAtOnce, end - first);
            for (var tile = 0; tile < count; tile++)
            {
                tiles.Factors(input, first + tile, zeros, factors + tile * inputs, plane);
            }

            foreach (var panel in layout.In(sums))
            {
                for (var tile = 0; tile < count; tile++)
                {
                    tiles.ProductGradients(
                        outputGradient,
                        first + tile,
                        panel.First,
                        panel.Columns,
                        zeros,
                        products + tile * panel.Columns,
                        productPlane);
                }

                for (var product = 0; product < Products; product++)
                {
                    PanelProduct.AddTransposed(
                        factors + product * plane, inputs, products + product * productPlane, count, panel.Columns, panel.Matrix(product));
                }
            }
        }
    }

    /// <summary>Transforms one input's gradients of 36 factors back to those of its nine taps, [3, 3, outputs].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToTaps(WinogradPanels layout, float* sums, int input, float* taps)
    {
        var half = stackalloc V[Kernel * Inputs];
        foreach (var panel in layout.In(sums))
        {
            for (var column = 0; column < panel.Columns; column += V.Count)
            {
                var offset = input * panel.Columns + column;
                for (var i = 0; i < Inputs; i++)
                {
                    var from = panel.Matrix(i) + offset;
                    (half[i], half[Inputs + i], half[2 * Inputs + i]) = TapsGradient(
                        Vector512.Load(from),
                        Vector512.Load(from + 6 * panel.Stride),
                        Vector512.Load(from + 12 * panel.Stride),
                        Vector512.Load(from + 18 * panel.Stride),
                        Vector512.Load(from + 24 * panel.Stride),
                        Vector512.Load(from + 30 * panel.Stride));
                }

                var to = taps + (nint)input * Kernel * Kernel * layout.Outputs + panel.First + column;
                for (var row = 0; row < Kernel; row++, to += Kernel * layout.Outputs)
                {
                    var h = half + row * Inputs;
                    var (t0, t1, t2) = TapsGradient(h[0], h[1], h[2], h[3], h[4], h[5]);
                    t0.Store(to);
                    t1.Store(to + layout.Outputs);
                    t2.Store(to + 2 * layout.Outputs);
                }
            }
        }
    }
}
