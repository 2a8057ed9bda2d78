using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Two sums for every channel over the cells of a piece. Rows are summed in 32-bit floats and added up in 64-bit ones, so that long sums
/// keep their digits.
/// </summary>
internal sealed unsafe class ChannelSums(int channels)
{
    public double[] First { get; } = new double[channels];

    public double[] Second { get; } = new double[channels];

    /// <summary>
    /// Computes mean and sum of squared deviations of every channel. The sums are of differences from a cell in the middle, so that a mean
    /// that is large beside the deviations costs no digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ChannelSums Moments<T>(NhwcView<T> maps, MapPiece piece)
        where T : unmanaged, IMapNumber<T>
    {
        var (channels, cells) = (maps.Channels, piece.Rows * maps.Width);
        var sums = new ChannelSums(channels);
        using var row = new RowSums(channels);
        var centre = maps.Cell(piece.Map, piece.FirstRow + piece.Rows / 2, maps.Width / 2);
        for (var y = piece.FirstRow; y < piece.EndRow; y++)
        {
            var cell = maps.Cell(piece.Map, y, 0);
            for (var x = 0; x < maps.Width; x++, cell += maps.Stride)
            {
                for (var channel = 0; channel < channels; channel += V.Count)
                {
                    var difference = T.Load(cell + channel) - T.Load(centre + channel);
                    row.Add(channel, difference, difference, difference);
                }
            }

            sums.Add(row);
        }

        for (var channel = 0; channel < channels; channel++)
        {
            sums.Second[channel] -= sums.First[channel] * sums.First[channel] / cells;
            sums.First[channel] = sums.First[channel] / cells + centre[channel].Value;
        }

        return sums;
    }

    /// <summary>Adds a row's sums and clears them.</summary>
    public void Add(RowSums row)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            First[channel] += row.First[channel];
            Second[channel] += row.Second[channel];
        }

        row.Clear();
    }

    /// <summary>The sums of one row.</summary>
    internal readonly struct RowSums : IDisposable
    {
        private readonly Scratch _memory;
        private readonly int _channels;

        public RowSums(int channels)
        {
            (_memory, _channels) = (new Scratch(2 * channels), channels);
            Clear();
        }

        public float* First => _memory.Start;

        public float* Second => _memory.Start + _channels;

        /// <summary>Adds a vector to the first sums and the product of two to the second.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int channel, V first, V left, V right)
        {
            (Vector512.Load(First + channel) + first).Store(First + channel);
            Vector512.FusedMultiplyAdd(left, right, Vector512.Load(Second + channel)).Store(Second + channel);
        }

        public void Clear() => new Span<float>(_memory.Start, 2 * _channels).Clear();

        public void Dispose() => _memory.Dispose();
    }
}
