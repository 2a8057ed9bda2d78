using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Histories;

/// <summary>
/// What static maps say of the shares in a block before any vehicle has been seen there: log-linear shares of the maps' values
/// (a conditional logit, McFadden 1974), and how many vehicles they are worth (empirical Bayes).
/// </summary>
internal static class PlaceShares
{
    private const double Ridge = 1, LeastShare = 1e-6;

    /// <summary>Vehicles of a block from which on they tell little more: shares differ for reasons that no map knows.</summary>
    private const double Overdispersion = 30;

    /// <summary>Numbers of vehicles that the maps may be worth.</summary>
    private static readonly double[] Strengths = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128];

    /// <summary>Fits the weights of the maps, and what their shares are worth, to fine counts.</summary>
    /// <param name="fine">Fine counts [S, C, N*H, N*W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="maps">The static maps.</param>
    public static PlaceWeights Fit(FlowMaps fine, int factor, StaticMaps maps)
    {
        ArgumentNullException.ThrowIfNull(fine);
        ArgumentNullException.ThrowIfNull(maps);
        var features = Features(maps.Values);
        var channels = Enumerable.Range(0, fine.Channels).Select(channel =>
        {
            var logit = Logit(maps, factor, features, Totals(fine, channel));
            var weights = RidgeNewton.Minimise(
                (weights, sums) => logit.Evaluate(weights, sums, Overdispersion), new double[2 * maps.Maps.Count], Ridge);
            var shares = logit.Shares(weights, LeastShare);
            return new ChannelWeights(weights, Strengths.MaxBy(strength => logit.LogLikelihood(shares, strength)));
        });
        return new(NamesOf(maps), [.. channels]);
    }

    /// <summary>Returns what each fine cell counts before any vehicle has been seen, in vehicles, [C, N*H, N*W].</summary>
    /// <param name="weights">Weights of the same maps, of this city or another.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="maps">The static maps of the city.</param>
    public static float[] Prior(PlaceWeights weights, int factor, StaticMaps maps)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(maps);
        var logit = Logit(maps, factor, Features(maps.Values), new double[maps.Values.Rows * maps.Values.Columns]);
        var names = NamesOf(maps);
        return
        [
            .. weights.Channels.SelectMany((channel, index) => logit.Shares(weights.Of(index, names), LeastShare)
                .Select(share => (float)(channel.Worth * share))),
        ];
    }

    /// <summary>Returns the names of the maps.</summary>
    public static IReadOnlyList<string> NamesOf(StaticMaps maps) => [.. maps.Maps.Select(map => map.Name)];

    private static BlockLogit Logit(StaticMaps maps, int factor, double[] features, double[] counts) => new(
        new BlockGrid(maps.Values.Columns / factor, factor),
        features,
        counts,
        maps.Values.Rows / factor * (maps.Values.Columns / factor));

    /// <summary>Two numbers a map and cell: ln(1 + value / mean of the values above 0), and whether there is anything.</summary>
    private static double[] Features(FlowMaps maps)
    {
        var cells = maps.Rows * maps.Columns;
        var features = new double[2 * maps.Channels * cells];
        for (var map = 0; map < maps.Channels; map++)
        {
            var values = maps.Map(0, map).ToArray();
            var mean = values.Where(value => value > 0).Select(value => (double)value).DefaultIfEmpty(1).Average();
            for (var cell = 0; cell < cells; cell++)
            {
                var at = 2 * ((cell * maps.Channels) + map);
                (features[at], features[at + 1]) = (Math.Log(1 + (values[cell] / mean)), values[cell] > 0 ? 1 : 0);
            }
        }

        return features;
    }

    private static double[] Totals(FlowMaps fine, int channel)
    {
        var totals = new double[fine.Rows * fine.Columns];
        for (var sample = 0; sample < fine.Samples; sample++)
        {
            var map = fine.Map(sample, channel);
            for (var cell = 0; cell < totals.Length; cell++)
            {
                totals[cell] += map[cell];
            }
        }

        return totals;
    }
}
