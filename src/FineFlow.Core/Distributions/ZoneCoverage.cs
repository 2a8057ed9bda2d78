using FineFlow.Core.Sampling;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Measures whether intervals of sums over zones cover what they say: random rectangles of fine cells, whose sums are taken of random maps
/// (<see cref="Draws"/>) and of the truth. Sums are discrete, so the randomised transform counts, as for single cells
/// (<see cref="CoverageAccumulator"/>).
/// </summary>
/// <param name="zones">Rectangles a sample and channel.</param>
/// <param name="seed">Same seed, same rectangles and draws.</param>
/// <param name="maps">Random maps. With fewer, wrong intervals look a little more right.</param>
internal sealed class ZoneCoverage(int zones, long seed, int maps = 99)
{
    private long _zones;
    private double _covered;

    /// <summary>Adds samples.</summary>
    /// <param name="coarse">Whole counts, [samples, channels, H, W].</param>
    /// <param name="truth">True fine flow, [samples, channels, N*H, N*W].</param>
    /// <param name="distribution">The distribution of the same samples.</param>
    /// <param name="firstSample">The place of the first sample in the whole sequence.</param>
    public void Add(FlowMaps coarse, FlowMaps truth, ShareDistribution distribution, int firstSample)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        distribution.CheckTruth(truth);
        var rectangles = Enumerable.Range(0, truth.Samples * truth.Channels)
            .Select(map => Rectangles(truth, ((long)firstSample * truth.Channels) + map)).ToArray();
        var actual = Sums(truth, rectangles);
        var drawn = Enumerable.Range(0, maps)
            .Select(number => Sums(Draws.Map(coarse, distribution, seed, number, firstSample), rectangles)).ToArray();
        for (var zone = 0; zone < actual.Length; zone++)
        {
            Add(actual[zone], Array.ConvertAll(drawn, sums => sums[zone]));
        }
    }

    /// <summary>Returns the share of true sums in the central 90 % interval; null where no sum was in doubt.</summary>
    public double? Result() => _zones == 0 ? null : _covered / _zones;

    /// <summary>Adds a zone, unless its sum is certain because it consists of whole blocks.</summary>
    private void Add(double actual, double[] drawn)
    {
        if (drawn.Min() == drawn.Max())
        {
            return;
        }

        var (below, same) = (drawn.Count(sum => sum < actual), drawn.Count(sum => sum == actual));
        _covered += CentralInterval.Covered(below / (maps + 1.0), (below + same + 1) / (maps + 1.0));
        _zones++;
    }

    private (int Top, int Bottom, int Left, int Right)[] Rectangles(FlowMaps fine, long map)
    {
        var random = new RandomStream(seed, map);
        var rectangles = new (int, int, int, int)[zones];
        for (var zone = 0; zone < zones; zone++)
        {
            var (rows, columns) = (Sides(random, fine.Rows), Sides(random, fine.Columns));
            rectangles[zone] = (rows.From, rows.Until, columns.From, columns.Until);
        }

        return rectangles;
    }

    private static (int From, int Until) Sides(RandomStream random, int length)
    {
        var (one, other) = (random.NextInt(length), random.NextInt(length));
        return (Math.Min(one, other), Math.Max(one, other) + 1);
    }

    /// <summary>Sums over the rectangles of each map, by sums over all cells above and to the left.</summary>
    private double[] Sums(FlowMaps maps, (int Top, int Bottom, int Left, int Right)[][] rectangles)
    {
        var (rows, columns) = (maps.Rows, maps.Columns);
        var sums = new double[rectangles.Length * zones];
        var above = new double[(rows + 1) * (columns + 1)];
        for (var map = 0; map < rectangles.Length; map++)
        {
            for (var row = 0; row < rows; row++)
            {
                var inRow = 0.0;
                for (var column = 0; column < columns; column++)
                {
                    inRow += maps.Values[(((map * rows) + row) * columns) + column];
                    above[((row + 1) * (columns + 1)) + column + 1] = above[(row * (columns + 1)) + column + 1] + inRow;
                }
            }

            for (var zone = 0; zone < zones; zone++)
            {
                var (top, bottom, left, right) = rectangles[map][zone];
                sums[(map * zones) + zone] = At(bottom, right) - At(top, right) - At(bottom, left) + At(top, left);
            }
        }

        return sums;

        double At(int row, int column) => above[(row * (columns + 1)) + column];
    }
}
