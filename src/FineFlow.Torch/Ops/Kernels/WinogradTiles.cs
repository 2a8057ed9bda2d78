using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static FineFlow.Torch.Ops.Kernels.WinogradTransforms;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>The tiles of 4x4 cells of maps, map by map and row by row. Tiles at the right and lower edge may exceed the map.</summary>
internal readonly unsafe struct WinogradTiles<T>
    where T : unmanaged, IMapNumber<T>
{
    private readonly int _down, _across;

    public WinogradTiles(NhwcView<T> maps)
    {
        (_down, _across) = ((maps.Height + Outputs - 1) / Outputs, (maps.Width + Outputs - 1) / Outputs);
        Count = maps.Batch * _down * _across;
    }

    public int Count { get; }

    /// <summary>Returns the map of a tile and its first cell.</summary>
    public (int Map, int Row, int Column) At(int tile) =>
        (tile / (_down * _across), tile / _across % _down * Outputs, tile % _across * Outputs);

    /// <summary>Computes the 36 factors of a tile's 6x6 inputs for every channel. Cells outside of the map are zero.</summary>
    /// <param name="maps">The inputs.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="zeros">As many zeros as there are channels.</param>
    /// <param name="factors">Takes the first factor of every channel; the others go <paramref name="plane"/> floats apart.</param>
    /// <param name="plane">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Factors(NhwcView<T> maps, int tile, T* zeros, float* factors, nint plane)
    {
        var (map, firstRow, firstColumn) = At(tile);
        var cells = stackalloc T*[Products];
        for (var i = 0; i < Products; i++)
        {
            cells[i] = CellOr(zeros, maps, map, firstRow - 1 + i / Inputs, firstColumn - 1 + i % Inputs);
        }

        var half = stackalloc V[Products];
        for (var channel = 0; channel < maps.Channels; channel += V.Count)
        {
            for (var i = 0; i < Products; i += Inputs)
            {
                (half[i], half[i + 1], half[i + 2], half[i + 3], half[i + 4], half[i + 5]) = Input(
                    T.Load(cells[i] + channel), T.Load(cells[i + 1] + channel), T.Load(cells[i + 2] + channel),
                    T.Load(cells[i + 3] + channel), T.Load(cells[i + 4] + channel), T.Load(cells[i + 5] + channel));
            }

            for (var i = 0; i < Inputs; i++)
            {
                var column = Input(half[i], half[i + 6], half[i + 12], half[i + 18], half[i + 24], half[i + 30]);
                Store(column, factors + i * plane + channel, plane);
            }
        }
    }

    /// <summary>
    /// Computes the gradients of a tile's 36 products from those of its 4x4 outputs, for some channels. Cells outside of the map are zero.
    /// </summary>
    /// <param name="maps">The gradients of the outputs.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="firstChannel">The first of the channels.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="zeros">As many zeros as there are channels in the maps.</param>
    /// <param name="products">Takes the first gradient of every channel; the others go <paramref name="plane"/> floats apart.</param>
    /// <param name="plane">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ProductGradients(NhwcView<T> maps, int tile, int firstChannel, int channels, T* zeros, float* products, nint plane)
    {
        var (map, firstRow, firstColumn) = At(tile);
        var cells = stackalloc T*[Outputs * Outputs];
        for (var i = 0; i < Outputs * Outputs; i++)
        {
            cells[i] = CellOr(zeros, maps, map, firstRow + i / Outputs, firstColumn + i % Outputs) + firstChannel;
        }

        var half = stackalloc V[Outputs * Inputs];
        for (var channel = 0; channel < channels; channel += V.Count)
        {
            for (var i = 0; i < Outputs; i++)
            {
                var row = half + i * Inputs;
                var c = cells + i * Outputs;
                (row[0], row[1], row[2], row[3], row[4], row[5]) = OutputGradient(
                    T.Load(c[0] + channel), T.Load(c[1] + channel), T.Load(c[2] + channel), T.Load(c[3] + channel));
            }

            for (var i = 0; i < Inputs; i++)
            {
                Store(OutputGradient(half[i], half[i + 6], half[i + 12], half[i + 18]), products + i * plane + channel, plane);
            }
        }
    }

    /// <summary>Computes a tile's 4x4 outputs from its 36 products, for some channels. Cells outside of the map are omitted.</summary>
    /// <param name="products">The first product of every channel; the others are <paramref name="plane"/> floats apart.</param>
    /// <param name="plane">Floats.</param>
    /// <param name="bias">A number to add for every channel, or null.</param>
    /// <param name="maps">The outputs.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="firstChannel">The first of the channels.</param>
    /// <param name="channels">Number of channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OutputsOf(float* products, nint plane, float* bias, NhwcView<T> maps, int tile, int firstChannel, int channels)
    {
        var (map, firstRow, firstColumn) = At(tile);
        var (height, width) = (Math.Min(Outputs, maps.Height - firstRow), Math.Min(Outputs, maps.Width - firstColumn));
        var half = stackalloc V[Outputs * Inputs];
        var line = stackalloc V[Outputs];
        for (var channel = 0; channel < channels; channel += V.Count)
        {
            for (var i = 0; i < Inputs; i++)
            {
                var from = products + i * plane + channel;
                (half[i], half[i + 6], half[i + 12], half[i + 18]) = Output(
                    Vector512.Load(from), Vector512.Load(from + 6 * plane), Vector512.Load(from + 12 * plane),
                    Vector512.Load(from + 18 * plane), Vector512.Load(from + 24 * plane), Vector512.Load(from + 30 * plane));
            }

            var shift = bias == null ? V.Zero : Vector512.Load(bias + channel);
            for (var row = 0; row < height; row++)
            {
                var h = half + row * Inputs;
                (line[0], line[1], line[2], line[3]) = Output(h[0], h[1], h[2], h[3], h[4], h[5]);
                var to = maps.Cell(map, firstRow + row, firstColumn) + firstChannel + channel;
                for (var i = 0; i < width; i++, to += maps.Stride)
                {
                    T.Store(line[i] + shift, to);
                }
            }
        }
    }

    private static T* CellOr(T* zeros, NhwcView<T> maps, int map, int row, int column) =>
        (uint)row < (uint)maps.Height && (uint)column < (uint)maps.Width ? maps.Cell(map, row, column) : zeros;

    /// <summary>Stores six values, one in each of six planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store((V First, V Second, V Third, V Fourth, V Fifth, V Sixth) column, float* to, nint plane)
    {
        column.First.Store(to);
        column.Second.Store(to + 6 * plane);
        column.Third.Store(to + 12 * plane);
        column.Fourth.Store(to + 18 * plane);
        column.Fifth.Store(to + 24 * plane);
        column.Sixth.Store(to + 30 * plane);
    }
}
