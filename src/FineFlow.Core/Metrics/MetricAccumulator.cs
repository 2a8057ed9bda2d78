using System.Runtime.Intrinsics;

namespace FineFlow.Core.Metrics;

/// <summary>
/// Computes <see cref="FlowMetrics"/> over a stream of cells, cut anywhere. Sums are float64 over chunks of 4096 cells and compensated
/// between chunks, so rounding errors do not grow with the stream. Chunks are counted from the start of the stream, so cuts do not change
/// the result, to the last bit.
/// </summary>
public sealed class MetricAccumulator
{
    private const int ChunkLength = 4096;
    private const int Lanes = 4;
    private const int Tile = 256;

    private readonly int _sampleLength;
    private readonly CompensatedSum[] _closed = new CompensatedSum[MetricCatalog.Terms.Count];
    private readonly Vector256<double>[] _open = new Vector256<double>[MetricCatalog.Terms.Count];
    private readonly Vector256<double>[] _truth = new Vector256<double>[Tile];
    private readonly Vector256<double>[] _prediction = new Vector256<double>[Tile];
    private int _openCells;
    private long _cells;

    /// <param name="sampleLength">Fine cells of one sample: channels x rows x columns.</param>
    public MetricAccumulator(int sampleLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleLength, 1);
        _sampleLength = sampleLength;
    }

    /// <summary>Adds the next cells, in flow units.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add(ReadOnlySpan<float> truth, ReadOnlySpan<float> prediction)
    {
        if (truth.Length != prediction.Length)
        {
            throw new ArgumentException(Invariant($"{truth.Length} true and {prediction.Length} predicted cells"), nameof(prediction));
        }

        _cells += truth.Length;
        while (truth.Length > 0)
        {
            var isFourChunks = _openCells == 0 && truth.Length >= Lanes * ChunkLength;
            var length = isFourChunks ? Lanes * ChunkLength : Math.Min(ChunkLength - _openCells, truth.Length);
            if (isFourChunks)
            {
                AddFourChunks(truth[..length], prediction[..length]);
            }
            else
            {
                AddToOpenChunk(truth[..length], prediction[..length]);
            }

            truth = truth[length..];
            prediction = prediction[length..];
        }
    }

    /// <summary>Returns the metrics of all cells added so far.</summary>
    /// <exception cref="InvalidOperationException">No sample was added, or the last one is not complete.</exception>
    public FlowMetrics Result()
    {
        var (samples, rest) = Math.DivRem(_cells, _sampleLength);
        if (samples == 0 || rest != 0)
        {
            throw new InvalidOperationException(Invariant($"{_cells} cells are no whole number of samples of {_sampleLength} cells"));
        }

        return new(samples, new CellSums(_cells, [.. _closed.Zip(_open, (closed, open) =>
        {
            closed.Add(open[0]);
            return closed.Value;
        })]));
    }

    /// <summary>Sums four chunks side by side, a chunk a lane: each sum waits for its own last addition alone.</summary>
    private void AddFourChunks(ReadOnlySpan<float> truth, ReadOnlySpan<float> prediction)
    {
        for (var start = 0; start < ChunkLength; start += Tile)
        {
            Interleave(truth, start, _truth);
            Interleave(prediction, start, _prediction);
            AddTile(Tile);
        }

        CloseChunks(Lanes);
    }

    /// <summary>Adds cells to the chunk that is not full yet, one after the other in the first lane.</summary>
    private void AddToOpenChunk(ReadOnlySpan<float> truth, ReadOnlySpan<float> prediction)
    {
        for (var start = 0; start < truth.Length; start += Tile)
        {
            var length = Math.Min(Tile, truth.Length - start);
            for (var i = 0; i < length; i++)
            {
                _truth[i] = Vector256.CreateScalar((double)truth[start + i]);
                _prediction[i] = Vector256.CreateScalar((double)prediction[start + i]);
            }

            AddTile(length);
        }

        _openCells += truth.Length;
        if (_openCells == ChunkLength)
        {
            CloseChunks(1);
            _openCells = 0;
        }
    }

    private void AddTile(int length)
    {
        for (var term = 0; term < _open.Length; term++)
        {
            _open[term] = MetricCatalog.Terms[term].Add(_open[term], _truth.AsSpan(0, length), _prediction.AsSpan(0, length));
        }
    }

    private void CloseChunks(int count)
    {
        for (var term = 0; term < _open.Length; term++)
        {
            for (var lane = 0; lane < count; lane++)
            {
                _closed[term].Add(_open[term][lane]);
            }

            _open[term] = Vector256<double>.Zero;
        }
    }

    private static void Interleave(ReadOnlySpan<float> chunks, int start, Span<Vector256<double>> tile)
    {
        var first = chunks.Slice(start, tile.Length);
        var second = chunks.Slice(start + ChunkLength, tile.Length);
        var third = chunks.Slice(start + 2 * ChunkLength, tile.Length);
        var fourth = chunks.Slice(start + 3 * ChunkLength, tile.Length);
        for (var i = 0; i < tile.Length; i++)
        {
            tile[i] = Vector256.Create(first[i], second[i], third[i], (double)fourth[i]);
        }
    }
}
