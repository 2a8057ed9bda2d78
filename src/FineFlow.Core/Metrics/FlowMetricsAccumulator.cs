namespace FineFlow.Core.Metrics;

/// <summary>
/// Computes <see cref="FlowMetrics"/> over a stream of cells, cut anywhere. Sums are float64 and compensated between chunks, so
/// neither the length of the stream nor its cuts show in the result.
/// </summary>
public sealed class FlowMetricsAccumulator
{
    private const int ChunkLength = 4096;
    private readonly int _sampleLength;
    private long _cells;
    private CompensatedSum _squared;
    private CompensatedSum _absolute;
    private CompensatedSum _relative;

    /// <param name="sampleLength">Fine cells of one sample: channels x rows x columns.</param>
    public FlowMetricsAccumulator(int sampleLength)
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

        for (var start = 0; start < truth.Length; start += ChunkLength)
        {
            var length = Math.Min(ChunkLength, truth.Length - start);
            AddChunk(truth.Slice(start, length), prediction.Slice(start, length));
        }

        _cells += truth.Length;
    }

    /// <summary>The metrics of all cells added so far.</summary>
    /// <exception cref="InvalidOperationException">No sample was added, or the last one is not complete.</exception>
    public FlowMetrics Result()
    {
        var (samples, rest) = Math.DivRem(_cells, _sampleLength);
        if (samples == 0 || rest != 0)
        {
            throw new InvalidOperationException(Invariant($"{_cells} cells are no whole number of samples of {_sampleLength} cells"));
        }

        var mse = _squared.Value / _cells;
        return new(samples, mse, Math.Sqrt(mse), _absolute.Value / _cells, _relative.Value / _cells);
    }

    private void AddChunk(ReadOnlySpan<float> truth, ReadOnlySpan<float> prediction)
    {
        var (squared, absolute, relative) = (0.0, 0.0, 0.0);
        for (var i = 0; i < truth.Length; i++)
        {
            var error = Math.Abs((double)truth[i] - prediction[i]);
            squared += error * error;
            absolute += error;
            relative += truth[i] == 0 ? error : error / truth[i];
        }

        _squared.Add(squared);
        _absolute.Add(absolute);
        _relative.Add(relative);
    }
}
