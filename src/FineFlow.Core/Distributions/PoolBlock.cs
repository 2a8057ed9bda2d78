using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>
/// The samples of one block that hold flow, packed for <see cref="PoolFit"/>, and the pool's objective over them. One object serves many
/// blocks, one after the other.
/// </summary>
internal sealed class PoolBlock
{
    private static readonly double SmallestLogShare = Math.Log(PoolFit.SmallestShare);

    private readonly IReadOnlyList<float[]> _logShares;
    private readonly FlowMaps _truth;
    private readonly BlockGrid _grid;
    private readonly double _concentration;
    private readonly int _members;
    private readonly int _cells;
    private readonly double[] _logs;
    private readonly double[] _flow;
    private readonly double[] _linear;
    private readonly double[] _shares;
    private readonly double[] _mean;
    private readonly double[] _distance;
    private int _samples;

    public PoolBlock(IReadOnlyList<float[]> logShares, FlowMaps truth, int factor, double concentration)
    {
        (_logShares, _truth, _concentration) = (logShares, truth, concentration);
        _grid = new(truth.Columns / factor, factor);
        (_members, _cells) = (logShares.Count, factor * factor);
        _logs = new double[truth.Samples * _cells * _members];
        _flow = new double[truth.Samples];
        _shares = new double[_cells];
        (_linear, _mean, _distance) = (new double[_members], new double[_members], new double[_members]);
    }

    /// <summary>Whether no sample of the block holds flow.</summary>
    public bool IsEmpty => _samples == 0;

    /// <summary>Packs the samples of a block.</summary>
    /// <param name="block">Its index in [C, H, W].</param>
    public void Read(int block)
    {
        _samples = 0;
        Array.Clear(_linear);
        for (var sample = 0; sample < _truth.Samples; sample++)
        {
            var start = sample * _truth.SampleLength + _grid.Start(block);
            var flow = 0.0;
            foreach (var offset in _grid.Offsets)
            {
                flow += _truth.Values[start + offset];
            }

            if (flow > 0)
            {
                ReadSample(start, flow);
            }
        }
    }

    /// <summary>
    /// Writes the objective without its ridge: value, gradient (J) and the lower half of the Hessian (J x J), one behind the other.
    /// </summary>
    public void Evaluate(double[] weights, double[] sums)
    {
        Array.Clear(sums);
        for (var sample = 0; sample < _samples; sample++)
        {
            var logs = _logs.AsSpan(sample * _cells * _members, _cells * _members);
            sums[0] += _flow[sample] * Pool(logs, weights);
            AddMoments(logs, _flow[sample], sums);
        }

        for (var member = 0; member < _members; member++)
        {
            sums[0] -= weights[member] * _linear[member];
            sums[1 + member] -= _linear[member];
        }
    }

    private void ReadSample(int start, double flow)
    {
        var weight = double.IsPositiveInfinity(_concentration) ? 1 : (_concentration + 1) / (_concentration + flow);
        var next = _samples * _cells * _members;
        foreach (var offset in _grid.Offsets)
        {
            var weighted = weight * _truth.Values[start + offset];
            for (var member = 0; member < _members; member++)
            {
                // Counted from the block's first cell, which changes no share: a member without an opinion is 0 and gets no weight by
                // rounding.
                var log = LogShare(member, start + offset) - LogShare(member, start);
                _logs[next++] = log;
                _linear[member] += weighted * log;
            }
        }

        _flow[_samples++] = weight * flow;
    }

    private double LogShare(int member, int cell) => Math.Max(_logShares[member][cell], SmallestLogShare);

    /// <summary>Leaves the pooled shares of a sample in <see cref="_shares"/> and returns the logarithm of their normaliser.</summary>
    private double Pool(ReadOnlySpan<double> logs, double[] weights)
    {
        var largest = double.NegativeInfinity;
        for (var cell = 0; cell < _cells; cell++)
        {
            var eta = 0.0;
            for (var member = 0; member < weights.Length; member++)
            {
                eta += weights[member] * logs[cell * weights.Length + member];
            }

            _shares[cell] = eta;
            largest = Math.Max(largest, eta);
        }

        var sum = 0.0;
        for (var cell = 0; cell < _cells; cell++)
        {
            _shares[cell] = Math.Exp(_shares[cell] - largest);
            sum += _shares[cell];
        }

        for (var cell = 0; cell < _cells; cell++)
        {
            _shares[cell] /= sum;
        }

        return largest + Math.Log(sum);
    }

    /// <summary>Adds a sample's gradient and Hessian: flow times the mean and the covariance of the members' logarithms.</summary>
    private void AddMoments(ReadOnlySpan<double> logs, double flow, double[] sums)
    {
        Array.Clear(_mean);
        for (var cell = 0; cell < _cells; cell++)
        {
            for (var member = 0; member < _mean.Length; member++)
            {
                _mean[member] += _shares[cell] * logs[cell * _mean.Length + member];
            }
        }

        for (var member = 0; member < _mean.Length; member++)
        {
            sums[1 + member] += flow * _mean[member];
        }

        for (var cell = 0; cell < _cells; cell++)
        {
            for (var member = 0; member < _mean.Length; member++)
            {
                _distance[member] = logs[cell * _mean.Length + member] - _mean[member];
            }

            AddSquares(flow * _shares[cell], _distance, sums.AsSpan(1 + _mean.Length));
        }
    }

    private static void AddSquares(double weight, ReadOnlySpan<double> distance, Span<double> hessian)
    {
        for (var row = 0; row < distance.Length; row++)
        {
            var weighted = weight * distance[row];
            var sums = hessian.Slice(row * distance.Length, row + 1);
            for (var column = 0; column < sums.Length; column++)
            {
                sums[column] += weighted * distance[column];
            }
        }
    }
}
