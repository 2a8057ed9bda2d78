using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>The gradients of <see cref="NormGelu"/>, in two passes over the maps.</summary>
internal static unsafe class NormGeluGradient
{
    /// <summary>Writes the gradient of the input, and sums those of scale and shift.</summary>
    /// <param name="input">Input of <see cref="NormGelu"/>: maps [B, r r C, H, W].</param>
    /// <param name="scale">[r r C].</param>
    /// <param name="shift">[r r C].</param>
    /// <param name="cells">The order of the channels, and r.</param>
    /// <param name="statistics">Its statistics, [B, 2, r r C].</param>
    /// <param name="outputGradient">Maps [B, C, r H, r W].</param>
    /// <param name="inputGradient">Takes maps [B, r r C, H, W].</param>
    /// <returns>The gradients of scale and shift, [r r C] each.</returns>
    public static (double[] Scale, double[] Shift) Apply<T>(
        NhwcView<T> input,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        PixelShuffleLayout cells,
        ReadOnlySpan<float> statistics,
        NhwcView<T> outputGradient,
        NhwcView<T> inputGradient)
        where T : unmanaged, IMapNumber<T>
    {
        var (scaleGradient, shiftGradient) = (new double[input.Channels], new double[input.Channels]);
        fixed (float* scales = scale, shifts = shift, moments = statistics)
        {
            var (gamma, beta, found) = ((nint)scales, (nint)shifts, (nint)moments);
            foreach (var pieces in MapPieces.Of(input))
            {
                var sums = new ChannelSums[pieces.Length];
                KernelThreads.Each(pieces.Length, i => sums[i] = Slopes(
                    input, pieces[i], (float*)gamma, (float*)beta, cells, (float*)found, outputGradient, inputGradient));
                var means = new Dictionary<int, float[]>();
                foreach (var map in pieces.Index().GroupBy(piece => piece.Item.Map))
                {
                    means[map.Key] = Combine(
                        input, (float*)gamma, cells, [.. map.Select(piece => sums[piece.Index])], scaleGradient, shiftGradient);
                }

                KernelThreads.Each(
                    pieces.Length,
                    i => Finish(input, pieces[i], (float*)gamma, (float*)found, means[pieces[i].Map], inputGradient));
            }
        }

        return (scaleGradient, shiftGradient);
    }

    /// <summary>
    /// Writes the gradients of GELU's argument into the input's gradient. Returns for each channel their sum, and the sum of their products
    /// with the normalised input.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ChannelSums Slopes<T>(
        NhwcView<T> input,
        MapPiece piece,
        float* scale,
        float* shift,
        PixelShuffleLayout cells,
        float* statistics,
        NhwcView<T> outputGradient,
        NhwcView<T> inputGradient)
        where T : unmanaged, IMapNumber<T>
    {
        var channels = input.Channels;
        var means = statistics + (nint)piece.Map * 2 * channels;
        var deviations = means + channels;
        var sums = new ChannelSums(channels);
        using var rowSums = new ChannelSums.RowSums(channels);
        for (var row = piece.FirstRow; row < piece.EndRow; row++)
        {
            for (var column = 0; column < input.Width; column++)
            {
                var from = input.Cell(piece.Map, row, column);
                var to = inputGradient.Cell(piece.Map, row, column);
                for (var sub = 0; sub < cells.Count; sub++)
                {
                    var given = cells.Of(outputGradient, piece.Map, row, column, sub);
                    var end = (sub + 1) * outputGradient.Channels;
                    for (var channel = sub * outputGradient.Channels; channel < end; channel += V.Count, given += V.Count)
                    {
                        var normal = (T.Load(from + channel) - Vector512.Load(means + channel)) * Vector512.Load(deviations + channel);
                        var scaled = Vector512.FusedMultiplyAdd(normal, Vector512.Load(scale + channel), Vector512.Load(shift + channel));
                        var slope = Gelu.Slope(scaled);
                        var gradient = T.Load(given) * slope;
                        T.Store(gradient, to + channel);
                        rowSums.Add(channel, gradient, gradient, normal);
                    }
                }
            }

            sums.Add(rowSums);
        }

        return sums;
    }

    /// <summary>
    /// Adds a map's sums to the gradients of scale and shift. Returns the terms that mean and deviation subtract for each channel,
    /// [2, channels]: the groups' mean gradients of the normalised input, and their means times the normalised input.
    /// </summary>
    private static float[] Combine<T>(
        NhwcView<T> maps,
        float* scale,
        PixelShuffleLayout cells,
        ChannelSums[] pieces,
        double[] scaleGradient,
        double[] shiftGradient)
        where T : unmanaged, IMapNumber<T>
    {
        var channels = maps.Channels;
        var count = (double)maps.Height * maps.Width * channels / cells.Groups;
        var (first, second) = (new double[cells.Groups], new double[cells.Groups]);
        for (var channel = 0; channel < channels; channel++)
        {
            var (sum, product) = (pieces.Sum(piece => piece.First[channel]), pieces.Sum(piece => piece.Second[channel]));
            shiftGradient[channel] += sum;
            scaleGradient[channel] += product;
            first[cells.Group(channel, channels)] += scale[channel] * sum / count;
            second[cells.Group(channel, channels)] += scale[channel] * product / count;
        }

        var means = new float[2 * channels];
        for (var channel = 0; channel < channels; channel++)
        {
            var group = cells.Group(channel, channels);
            (means[channel], means[channels + channel]) = ((float)first[group], (float)second[group]);
        }

        return means;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<T>(
        NhwcView<T> input, MapPiece piece, float* scale, float* statistics, float[] groupMeans, NhwcView<T> inputGradient)
        where T : unmanaged, IMapNumber<T>
    {
        var channels = input.Channels;
        var means = statistics + (nint)piece.Map * 2 * channels;
        var deviations = means + channels;
        fixed (float* first = groupMeans)
        {
            var second = first + channels;
            for (var row = piece.FirstRow; row < piece.EndRow; row++)
            {
                for (var column = 0; column < input.Width; column++)
                {
                    var from = input.Cell(piece.Map, row, column);
                    var to = inputGradient.Cell(piece.Map, row, column);
                    for (var channel = 0; channel < channels; channel += V.Count)
                    {
                        var deviation = Vector512.Load(deviations + channel);
                        var normal = (T.Load(from + channel) - Vector512.Load(means + channel)) * deviation;
                        var gain = Vector512.Load(scale + channel);
                        var own = Vector512.FusedMultiplyAdd(T.Load(to + channel), gain, -Vector512.Load(first + channel));
                        T.Store(deviation * Vector512.FusedMultiplyAdd(-normal, Vector512.Load(second + channel), own), to + channel);
                    }
                }
            }
        }
    }
}
