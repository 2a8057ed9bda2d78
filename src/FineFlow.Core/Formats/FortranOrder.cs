namespace FineFlow.Core.Formats;

/// <summary>Reorders arrays from Fortran order (the first index runs fastest) to C order (the last one does).</summary>
internal static class FortranOrder
{
    // 32 x 32 elements of eight bytes: both sides of a tile fit the first-level cache.
    private const int Tile = 32;

    public static T[] ToC<T>(int[] shape, T[] values)
    {
        // Axes of size one do not matter to the order, and without them the two outer axes below are long.
        int[] axes = [.. shape.Where(size => size != 1)];
        if (axes.Length < 2 || values.Length == 0)
        {
            return values;
        }

        var result = new T[values.Length];
        var first = axes[0];
        var last = axes[^1];
        var lastStride = values.Length / last;  // of the last axis in Fortran order
        var firstStride = values.Length / first;  // of the first axis in C order
        var middle = new MiddleAxes(axes);
        do
        {
            Transpose(values.AsSpan(middle.FortranOffset), lastStride, result.AsSpan(middle.COffset), firstStride, first, last);
        }
        while (middle.Next());

        return result;
    }

    /// <summary>to[i * toStride + j] = from[j * fromStride + i], tile by tile.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> from, int fromStride, Span<T> to, int toStride, int first, int last)
    {
        for (var top = 0; top < first; top += Tile)
        {
            for (var left = 0; left < last; left += Tile)
            {
                for (var i = top; i < Math.Min(top + Tile, first); i++)
                {
                    for (var j = left; j < Math.Min(left + Tile, last); j++)
                    {
                        to[i * toStride + j] = from[j * fromStride + i];
                    }
                }
            }
        }
    }

    /// <summary>Walks all indices of the axes between the first and the last, with their offsets in both orders.</summary>
    private sealed class MiddleAxes
    {
        private readonly int[] _sizes;
        private readonly int[] _fortranStrides;
        private readonly int[] _cStrides;
        private readonly int[] _index;

        public MiddleAxes(int[] axes)
        {
            _sizes = axes[1..^1];
            _fortranStrides = new int[_sizes.Length];
            _cStrides = new int[_sizes.Length];
            _index = new int[_sizes.Length];
            var stride = axes[0];
            for (var axis = 0; axis < _sizes.Length; axis++)
            {
                _fortranStrides[axis] = stride;
                stride *= _sizes[axis];
            }

            stride = axes[^1];
            for (var axis = _sizes.Length - 1; axis >= 0; axis--)
            {
                _cStrides[axis] = stride;
                stride *= _sizes[axis];
            }
        }

        public int FortranOffset { get; private set; }

        public int COffset { get; private set; }

        public bool Next()
        {
            for (var axis = _sizes.Length - 1; axis >= 0; axis--)
            {
                FortranOffset += _fortranStrides[axis];
                COffset += _cStrides[axis];
                if (++_index[axis] < _sizes[axis])
                {
                    return true;
                }

                FortranOffset -= _sizes[axis] * _fortranStrides[axis];
                COffset -= _sizes[axis] * _cStrides[axis];
                _index[axis] = 0;
            }

            return false;
        }
    }
}
