using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Histories;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Histories;

/// <summary>Shares by static maps, on made-up blocks of which the true shares are known.</summary>
public class PlaceSharesTests
{
    private const int Side = 40, Factor = 2;

    private static readonly StaticMap[] Roads = [new("roads")];

    /// <summary>Counts by the map's own shares: they come back, and are worth much. Counts without regard to it: even shares.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shares_follow_a_map_as_far_as_the_counts_do(bool follows)
    {
        var random = new RandomStream(1);
        var map = new FlowMaps(new(1, 1, Side, Side));
        var fine = new FlowMaps(new(20, 1, Side, Side));
        for (var cell = 0; cell < map.Values.Length; cell++)
        {
            map.Values[cell] = random.NextInt(3) == 0 ? 0 : 1 + random.NextInt(9);
            for (var sample = 0; sample < fine.Samples; sample++)
            {
                fine.Sample(sample)[cell] = random.NextInt(follows ? 1 + (2 * (int)map.Values[cell]) : 8);
            }
        }

        var prior = Prior(fine, map);

        var error = 0.0;
        for (var block = 0; block < Side * Side / 4; block++)
        {
            int[] cells = [.. Cells(block)];
            var (worth, truth) = (cells.Sum(cell => (double)prior[cell]), cells.Sum(cell => follows ? map.Values[cell] : 1.0));
            Assert.InRange(worth, 0.2, 130);
            error += truth == 0 ? 0 : cells.Sum(cell => Math.Abs((prior[cell] / worth) - ((follows ? map.Values[cell] : 1) / truth)));
        }

        Assert.True(error / (Side * Side / 4) < 0.15, $"mean distance of the shares {error / (Side * Side / 4)}");
    }

    [Fact]
    public void A_map_is_worth_more_vehicles_where_it_tells_more()
    {
        double Worth(int noise)
        {
            var random = new RandomStream(2);
            var map = new FlowMaps(new(1, 1, Side, Side));
            var fine = new FlowMaps(new(10, 1, Side, Side));
            for (var cell = 0; cell < map.Values.Length; cell++)
            {
                map.Values[cell] = 1 + random.NextInt(9);
                var other = 1 + (noise == 0 ? 0 : random.NextInt(noise)); // a reason that the map does not know
                for (var sample = 0; sample < fine.Samples; sample++)
                {
                    fine.Sample(sample)[cell] = random.NextInt(1 + ((int)map.Values[cell] * other));
                }
            }

            return Prior(fine, map).Take(2).Sum(value => (double)value);
        }

        Assert.True(Worth(noise: 0) > 4 * Worth(noise: 12), $"{Worth(0)} and {Worth(12)}");
    }

    /// <summary>A city without counts, with maps of another scale and in another order, by the weights of one with counts.</summary>
    [Fact]
    public void Weights_hold_in_another_city_whatever_the_scale_and_the_order_of_its_maps()
    {
        var random = new RandomStream(4);
        StaticMap[] both = [new("roads"), new("parks")];
        var (maps, fine) = (new FlowMaps(new(1, 2, Side, Side)), new FlowMaps(new(20, 1, Side, Side)));
        for (var cell = 0; cell < Side * Side; cell++)
        {
            maps.Map(0, 0)[cell] = 1 + random.NextInt(9);
            maps.Map(0, 1)[cell] = random.NextInt(5);
            for (var sample = 0; sample < fine.Samples; sample++)
            {
                fine.Sample(sample)[cell] = random.NextInt(1 + (int)(2 * maps.Map(0, 0)[cell]));
            }
        }

        var weights = PlaceShares.Fit(fine, Factor, new(both, maps));
        var other = new FlowMaps(new(1, 2, Side, Side), [.. maps.Values[(Side * Side)..].Select(value => 1000 * value), .. maps.Map(0, 0)]);

        Assert.True(weights.IsSound);
        Assert.True(weights.Suit(["parks", "roads"], 1));
        Assert.False(weights.Suit(["parks"], 1));
        Assert.False(weights.Suit(["parks", "roads"], 2));
        var (here, there) = (
            PlaceShares.Prior(weights, Factor, new(both, maps)), PlaceShares.Prior(weights, Factor, new([both[1], both[0]], other)));
        Assert.Equal(here, there, (a, b) => Math.Abs(a - b) < 1e-4 * a);
        Assert.True(here.Max() > 2 * here.Min());
    }

    [Fact]
    public void The_gradient_and_the_Hessian_are_those_of_the_value()
    {
        var random = new RandomStream(3);
        double[] features = [.. Enumerable.Range(0, 16 * 3).Select(_ => random.NextDouble())];
        double[] counts = [.. Enumerable.Range(0, 16).Select(_ => (double)random.NextInt(20))];
        var logit = new BlockLogit(new(2, 2), features, counts, 4);
        double[] weights = [0.3, -0.7, 1.1];
        var (here, above, below) = (new double[13], new double[13], new double[13]);
        logit.Evaluate(weights, here, 30);

        for (var index = 0; index < 3; index++)
        {
            const double step = 1e-5;
            logit.Evaluate([.. weights.Select((weight, i) => i == index ? weight + step : weight)], above, 30);
            logit.Evaluate([.. weights.Select((weight, i) => i == index ? weight - step : weight)], below, 30);
            Assert.Equal((above[0] - below[0]) / (2 * step), here[1 + index], 1e-5);
            for (var other = index; other < 3; other++)
            {
                Assert.Equal((above[1 + other] - below[1 + other]) / (2 * step), here[4 + (3 * other) + index], 1e-4);
            }
        }
    }

    [Fact]
    public void The_likelihood_of_the_worth_is_Dirichlet_multinomial()
    {
        var logit = new BlockLogit(new(1, 2), [0, 0, 0, 0], [3, 0, 1, 2], 1);

        var one = logit.LogLikelihood([0.25, 0.25, 0.25, 0.25], 8);

        double Term(double alpha, double count) => GammaFunction.Log(alpha + count) - GammaFunction.Log(alpha);
        Assert.Equal(Term(2, 3) + Term(2, 1) + Term(2, 2) - Term(8, 6), one, 1e-9);
    }

    private static IEnumerable<int> Cells(int block)
    {
        var start = (block / (Side / 2) * 2 * Side) + (block % (Side / 2) * 2);
        return [start, start + 1, start + Side, start + Side + 1];
    }

    private static float[] Prior(FlowMaps fine, FlowMaps map) =>
        PlaceShares.Prior(PlaceShares.Fit(fine, Factor, new(Roads, map)), Factor, new(Roads, map));
}
