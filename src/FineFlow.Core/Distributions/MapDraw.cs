using FineFlow.Core.Sampling;

namespace FineFlow.Core.Distributions;

/// <summary>One random fine map of one channel of a sample (<see cref="Draws"/>).</summary>
/// <param name="coarse">Whole counts.</param>
/// <param name="distribution">The distribution.</param>
/// <param name="halving">How blocks are halved.</param>
/// <param name="random">Where chance comes from.</param>
internal sealed class MapDraw(FlowMaps coarse, ShareDistribution distribution, Halving halving, RandomStream random)
{
    private readonly double[] _shares = new double[halving.Cells.Length];
    private readonly long[] _counts = new long[halving.Cells.Length];
    private readonly CommonChance _common = new(coarse.Rows, coarse.Columns, halving.Depths, random);

    /// <summary>Draws a map.</summary>
    /// <param name="fine">Receives the counts; 0 so far.</param>
    /// <param name="map">The map's place among all samples' channels.</param>
    public void Fill(double[] fine, int map)
    {
        for (var row = 0; row < coarse.Rows; row++)
        {
            for (var column = 0; column < coarse.Columns; column++)
            {
                var block = (((map * coarse.Rows) + row) * coarse.Columns) + column;
                var units = (long)coarse.Count(block);
                if (units == 0)
                {
                    continue; // as the map begins
                }

                distribution.Read(block, _shares);
                Draw(units, distribution.Concentration.Values[block], row, column);
                var start = distribution.Grid.Start(block);
                for (var cell = 0; cell < _counts.Length; cell++)
                {
                    fine[start + distribution.Grid.Offsets[halving.Cells[cell]]] = _counts[cell];
                }
            }
        }
    }

    /// <summary>Draws the counts of a block's cells, in the order of the halving.</summary>
    private void Draw(long units, double concentration, int row, int column)
    {
        _counts[0] = units;
        foreach (var step in halving.Steps)
        {
            var all = _counts[step.From];
            _counts[step.From] = all == 0 ? 0 : First(step, all, concentration, row, column);
            _counts[step.Middle] = all - _counts[step.From];
        }
    }

    /// <summary>Draws how many units of a part are in the first half of it.</summary>
    private long First(Halving.Step step, long all, double concentration, int row, int column)
    {
        var chance = random.NextDouble() < distribution.Following ? _common.At(row, column, step.Depth) : random;
        var (first, second) = (concentration * Weight(step.From, step.Middle), concentration * Weight(step.Middle, step.Until));
        return first == 0 ? 0
            : second == 0 ? all
            : RandomVariates.BetaBinomial(chance, all, first, second);
    }

    private double Weight(int from, int until)
    {
        var weight = 0.0;
        for (var cell = from; cell < until; cell++)
        {
            weight += _shares[halving.Cells[cell]];
        }

        return weight;
    }
}
