using static FineFlow.Torch.Ops.Kernels.WinogradTransforms;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// 3x3 convolutions of equal size in a quarter of the multiplications (<see cref="WinogradTransforms"/>). The output is cut into tiles of
/// 4x4 cells. The 6x6 inputs of some dozen tiles are transformed, multiplied with the weights as 36 matrix products and transformed back
/// while they are in the processor's cache. Every value depends on its own tile alone, so neither the batch nor the number of threads
/// changes a bit.
/// </summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>Factors that a core's cache holds, as a number of floats, and the limits of the tiles at once.</summary>
    private const int CachedFactors = 160_000, FewestTiles = 24, MostTiles = 48;

    /// <summary>Writes the convolution of <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">Maps with the weights' number of input channels.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="bias">One number for each output channel, or empty.</param>
    /// <param name="output">Maps of the same size with the weights' number of output channels; they must not overlap the input.</param>
    public static void Apply<T>(NhwcView<T> input, WinogradWeights weights, ReadOnlySpan<float> bias, NhwcView<T> output)
        where T : unmanaged, IMapNumber<T>
    {
        var tiles = new WinogradTiles<T>(input);
        var atOnce = Math.Clamp(CachedFactors / (Products * weights.Inputs), FewestTiles, MostTiles);
        var rounds = (tiles.Count - 1) / atOnce / KernelThreads.Count + 1;
        var pieces = Math.Min(tiles.Count, rounds * KernelThreads.Count); // equally many for every thread
        fixed (float* biases = bias)
        {
            var pinned = (nint)biases;
            KernelThreads.Each(pieces, piece =>
            {
                var (first, end) = ((int)((long)tiles.Count * piece / pieces), (int)((long)tiles.Count * (piece + 1) / pieces));
                Convolve(input, weights, (float*)pinned, output, tiles, first, end - first);
            });
        }
    }

    private static void Convolve<T>(
        NhwcView<T> input, WinogradWeights weights, float* bias, NhwcView<T> output, WinogradTiles<T> tiles, int first, int count)
        where T : unmanaged, IMapNumber<T>
    {
        var rows = (count + PanelProduct.Rows - 1) / PanelProduct.Rows * PanelProduct.Rows; // the surplus rows are never used
        var inputs = weights.Inputs;

        // The extra line staggers the planes: aligned ones would compete for the same places in the cache.
        var (plane, productPlane) = (rows * inputs + V.Count, rows * PanelProduct.Wide + V.Count);
        using var scratch = new Scratch(Products * (plane + productPlane) + inputs);
        var factors = scratch.Start;
        var products = factors + Products * plane;
        var zeros = (T*)(products + Products * productPlane);
        new Span<T>(zeros, inputs).Clear();
        for (var tile = 0; tile < count; tile++)
        {
            tiles.Factors(input, first + tile, zeros, factors + tile * inputs, plane);
        }

        foreach (var panel in weights.Panels())
        {
            for (var product = 0; product < Products; product++)
            {
                for (var row = 0; row < rows; row += PanelProduct.Rows)
                {
                    PanelProduct.Multiply(
                        factors + product * plane + row * inputs, inputs, panel.Matrix(product), inputs, panel.Columns,
                        products + product * productPlane + row * panel.Columns);
                }
            }

            for (var tile = 0; tile < count; tile++)
            {
                tiles.OutputsOf(
                    products + tile * panel.Columns,
                    productPlane,
                    bias == null ? null : bias + panel.First,
                    output,
                    first + tile,
                    panel.First,
                    panel.Columns);
            }
        }
    }
}
