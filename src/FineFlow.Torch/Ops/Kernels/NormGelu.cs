using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Group normalisation with scale and shift, GELU and, where the maps grow, PixelShuffle, in two passes over the maps: one for means and
/// deviations, one for the rest.
/// </summary>
internal static unsafe class NormGelu
{
    private const double Epsilon = 1e-5;

    /// <summary>Returns whether the kernel supports a number of channels: it works with whole vectors.</summary>
    public static bool Admits(long channels) => channels % V.Count == 0;

    /// <summary>Writes the result for <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">Maps [B, r r C, H, W].</param>
    /// <param name="scale">[r r C].</param>
    /// <param name="shift">[r r C].</param>
    /// <param name="cells">The order of the channels, and r.</param>
    /// <param name="output">Maps [B, C, r H, r W].</param>
    /// <param name="statistics">Takes mean and reciprocal deviation of every map and channel: [B, 2, r r C].</param>
    public static void Apply<T>(
        NhwcView<T> input,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        PixelShuffleLayout cells,
        NhwcView<T> output,
        Span<float> statistics)
        where T : unmanaged, IMapNumber<T>
    {
        fixed (float* scales = scale, shifts = shift, moments = statistics)
        {
            var (gamma, beta, found) = ((nint)scales, (nint)shifts, (nint)moments);
            foreach (var pieces in MapPieces.Of(input))
            {
                var sums = new ChannelSums[pieces.Length];
                KernelThreads.Each(pieces.Length, i => sums[i] = ChannelSums.Moments(input, pieces[i]));
                foreach (var map in pieces.Index().GroupBy(piece => piece.Item.Map))
                {
                    var ofMap = map.Select(piece => (piece.Item.Rows, sums[piece.Index]));
                    Combine(input, cells, [.. ofMap], (float*)found + (nint)map.Key * 2 * input.Channels);
                }

                KernelThreads.Each(
                    pieces.Length, i => Normalise(input, pieces[i], (float*)gamma, (float*)beta, cells, output, (float*)found));
            }
        }
    }

    /// <summary>Computes each channel's group mean and reciprocal deviation from the channels' moments in the pieces of a map.</summary>
    private static void Combine<T>(NhwcView<T> maps, PixelShuffleLayout cells, (int Rows, ChannelSums Sums)[] pieces, float* statistics)
        where T : unmanaged, IMapNumber<T>
    {
        var channels = maps.Channels;
        var count = (double)maps.Height * maps.Width * channels / cells.Groups;
        var (means, squares) = (new double[cells.Groups], new double[cells.Groups]);
        for (var channel = 0; channel < channels; channel++)
        {
            means[cells.Group(channel, channels)] += pieces.Sum(piece => piece.Sums.First[channel] * piece.Rows * maps.Width) / count;
        }

        for (var channel = 0; channel < channels; channel++)
        {
            var group = cells.Group(channel, channels);
            foreach (var (rows, sums) in pieces)
            {
                var offset = sums.First[channel] - means[group];
                squares[group] += sums.Second[channel] + rows * maps.Width * offset * offset;
            }
        }

        for (var channel = 0; channel < channels; channel++)
        {
            var group = cells.Group(channel, channels);
            statistics[channel] = (float)means[group];
            statistics[channels + channel] = (float)(1 / Math.Sqrt(squares[group] / count + Epsilon));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalise<T>(
        NhwcView<T> input, MapPiece piece, float* scale, float* shift, PixelShuffleLayout cells, NhwcView<T> output, float* statistics)
        where T : unmanaged, IMapNumber<T>
    {
        var channels = input.Channels;
        var means = statistics + (nint)piece.Map * 2 * channels;
        var deviations = means + channels;
        for (var row = piece.FirstRow; row < piece.EndRow; row++)
        {
            for (var column = 0; column < input.Width; column++)
            {
                var from = input.Cell(piece.Map, row, column);
                for (var sub = 0; sub < cells.Count; sub++)
                {
                    var to = cells.Of(output, piece.Map, row, column, sub);
                    var end = (sub + 1) * output.Channels;
                    for (var channel = sub * output.Channels; channel < end; channel += V.Count, to += V.Count)
                    {
                        var normal = (T.Load(from + channel) - Vector512.Load(means + channel)) * Vector512.Load(deviations + channel);
                        var scaled = Vector512.FusedMultiplyAdd(normal, Vector512.Load(scale + channel), Vector512.Load(shift + channel));
                        T.Store(Gelu.Of(scaled), to);
                    }
                }
            }
        }
    }
}
