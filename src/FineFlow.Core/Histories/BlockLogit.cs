using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Histories;

/// <summary>Shares within blocks that are proportional to exp(features x weights), and what counts of the cells say of them.</summary>
/// <param name="grid">The blocks.</param>
/// <param name="features">J numbers a fine cell, [cells, J].</param>
/// <param name="counts">Counts of the fine cells.</param>
/// <param name="blocks">Number of blocks.</param>
internal sealed class BlockLogit(BlockGrid grid, double[] features, double[] counts, int blocks)
{
    private readonly int _size = features.Length / counts.Length;

    /// <summary>
    /// Writes the negative log-likelihood, its gradient (J) and the lower half of its Hessian (J x J). A block of x vehicles counts as
    /// x (A + 1) / (A + x).
    /// </summary>
    /// <param name="weights">J weights.</param>
    /// <param name="sums">Receives 1 + J + J x J numbers.</param>
    /// <param name="overdispersion">A.</param>
    public void Evaluate(double[] weights, double[] sums, double overdispersion)
    {
        Array.Clear(sums);
        var (shares, mean) = (new double[grid.Offsets.Length], new double[_size]);
        for (var block = 0; block < blocks; block++)
        {
            var start = grid.Start(block);
            if (grid.Offsets.Sum(offset => counts[start + offset]) is var flow && flow <= 0)
            {
                continue;
            }

            var weight = (overdispersion + 1) / (overdispersion + flow);
            var normaliser = SharesOf(start, weights, shares);
            Array.Clear(mean);
            sums[0] += weight * flow * normaliser;
            for (var cell = 0; cell < shares.Length; cell++)
            {
                var at = start + grid.Offsets[cell];
                var row = features.AsSpan(at * _size, _size);
                sums[0] -= weight * counts[at] * Dot(row, weights);
                for (var feature = 0; feature < _size; feature++)
                {
                    mean[feature] += shares[cell] * row[feature];
                    sums[1 + feature] += weight * ((flow * shares[cell]) - counts[at]) * row[feature];
                }
            }

            AddCovariance(start, shares, mean, weight * flow, sums.AsSpan(1 + _size));
        }
    }

    /// <summary>Returns the shares of all cells, none smaller than a least one.</summary>
    public double[] Shares(double[] weights, double least)
    {
        var (all, shares) = (new double[counts.Length], new double[grid.Offsets.Length]);
        for (var block = 0; block < blocks; block++)
        {
            var start = grid.Start(block);
            SharesOf(start, weights, shares);
            var sum = shares.Sum(share => Math.Max(share, least));
            for (var cell = 0; cell < shares.Length; cell++)
            {
                all[start + grid.Offsets[cell]] = Math.Max(shares[cell], least) / sum;
            }
        }

        return all;
    }

    /// <summary>Returns the Dirichlet-multinomial log-likelihood of the counts, but for what the concentration does not change.</summary>
    public double LogLikelihood(double[] shares, double concentration)
    {
        var sum = 0.0;
        for (var block = 0; block < blocks; block++)
        {
            var (start, flow) = (grid.Start(block), 0.0);
            foreach (var offset in grid.Offsets)
            {
                var count = counts[start + offset];
                sum += GammaFunction.LogRising(concentration * shares[start + offset], count);
                flow += count;
            }

            sum -= GammaFunction.LogRising(concentration, flow);
        }

        return sum;
    }

    /// <summary>Writes the shares of a block and returns the logarithm of their normaliser.</summary>
    private double SharesOf(int start, double[] weights, double[] shares)
    {
        for (var cell = 0; cell < shares.Length; cell++)
        {
            shares[cell] = Dot(features.AsSpan((start + grid.Offsets[cell]) * _size, _size), weights);
        }

        var largest = shares.Max();
        var sum = 0.0;
        for (var cell = 0; cell < shares.Length; cell++)
        {
            sum += shares[cell] = Math.Exp(shares[cell] - largest);
        }

        for (var cell = 0; cell < shares.Length; cell++)
        {
            shares[cell] /= sum;
        }

        return largest + Math.Log(sum);
    }

    private void AddCovariance(int start, double[] shares, double[] mean, double weight, Span<double> hessian)
    {
        for (var cell = 0; cell < shares.Length; cell++)
        {
            var row = features.AsSpan((start + grid.Offsets[cell]) * _size, _size);
            for (var one = 0; one < _size; one++)
            {
                var scaled = weight * shares[cell] * (row[one] - mean[one]);
                for (var other = 0; other <= one; other++)
                {
                    hessian[(one * _size) + other] += scaled * (row[other] - mean[other]);
                }
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> row, double[] weights)
    {
        var sum = 0.0;
        for (var index = 0; index < weights.Length; index++)
        {
            sum += row[index] * weights[index];
        }

        return sum;
    }
}
