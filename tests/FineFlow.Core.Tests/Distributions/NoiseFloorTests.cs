using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;

namespace FineFlow.Core.Tests.Distributions;

public class NoiseFloorTests
{
    private static readonly FlowShape Coarse = new(400, 1, 6, 6);

    /// <summary>The mean over cells of x p (1 - p) is what the best of all methods, the true shares, cannot go below.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(2000)]
    public void Known_shares_have_a_known_floor(double flow)
    {
        var city = new City(flow);

        Assert.Equal(city.Floor, Of(city, city.Shares), 0.02 * city.Floor);
        Assert.Equal(city.Floor, Mse(city.Truth, Estimates.Map(city.Coarse, city.Distribution(), EstimateKind.Mean)), 0.03 * city.Floor);
    }

    /// <summary>A method that knows only the mean of the changing shares errs far more; the floor stays where it is.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(2000)]
    public void An_imperfect_method_does_not_move_the_floor(double flow)
    {
        var city = new City(flow);
        var known = DistributionGen.Repeated(Coarse.Samples, Coarse with { Samples = 1 }, 2, 1, _ => 1);
        var mean = Estimates.Map(city.Coarse, known, EstimateKind.Mean);

        Assert.True(Mse(city.Truth, mean) > 1.3 * city.Floor);
        Assert.Equal(city.Floor, Of(city, mean), 0.02 * city.Floor);
    }

    /// <summary>Single units do not show their noise: there the shares tell it.</summary>
    [Fact]
    public void Blocks_of_one_unit_take_the_implied_noise()
    {
        FlowMaps one = new(new(1, 1, 1, 1), [1]);
        var floor = new NoiseFloor();
        floor.Add(one, new(new(1, 1, 2, 2), [1, 0, 0, 0]), new(new(1, 1, 2, 2), [4, 3, 2, 1]));
        Assert.Equal((1 - 0.16 - 0.09 - 0.04 - 0.01) / 4, floor.Result()!.Value, 1e-7);

        floor.Add(one, new(new(1, 1, 2, 2), [0, 0, 1, 0]), new(new(1, 1, 2, 2)));
        Assert.Equal((0.7 + 0.75) / 8, floor.Result()!.Value, 1e-7);
    }

    [Fact]
    public void Two_units_are_noise_where_they_part()
    {
        var floor = new NoiseFloor();
        floor.Add(
            new(new(1, 1, 1, 3), [2, 2, 0]),
            new(new(1, 1, 2, 6), [2, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0]),
            new(new(1, 1, 2, 6)));
        Assert.Equal(2.0 / 12, floor.Result()!.Value, 1e-12);
    }

    [Fact]
    public void Real_valued_flow_has_no_floor()
    {
        var floor = new NoiseFloor();
        Assert.Null(floor.Result());
        var cells = new FlowMaps(new(1, 1, 2, 2), [1, 2, 3, 4]);
        floor.Add(new(new(1, 1, 1, 1), [10]), cells, cells);
        Assert.NotNull(floor.Result());
        floor.Add(new(new(1, 1, 1, 1), [10]), new(new(1, 1, 2, 2), [1.5f, 2.5f, 3, 3]), cells);
        Assert.Null(floor.Result());
    }

    [Fact]
    public void Maps_that_do_not_fit_are_refused()
    {
        FlowMaps coarse = new(new(1, 1, 1, 1)), fine = new(new(1, 1, 2, 2)), other = new(new(1, 1, 2, 3));
        Assert.Throws<ArgumentException>(() => new NoiseFloor().Add(coarse, other, fine));
        Assert.Throws<ArgumentException>(() => new NoiseFloor().Add(coarse, fine, other));
        Assert.Throws<ArgumentException>(() => new NoiseFloor().Add(coarse, new(new(1, 1, 2, 2), [-1, 0, 0, 0]), fine));
        Assert.Throws<ArgumentException>(() => new NoiseFloor().Add(coarse, fine, new(new(1, 1, 2, 2), [float.NaN, 0, 0, 0])));
    }

    [Theory]
    [InlineData(0.4, 1.0)]
    [InlineData(1.4, 0.0)]
    [InlineData(0.65, 0.75)]
    [InlineData(2.4, -1.0)]
    public void The_removable_share_is_1_at_the_floor_and_0_at_the_even_split(double mse, double expected) =>
        Assert.Equal(expected, NoiseFloor.RemovableShare(mse, 1.4, 0.4)!.Value, 1e-12);

    [Fact]
    public void Nothing_is_removable_where_the_even_split_is_at_the_floor()
    {
        Assert.Null(NoiseFloor.RemovableShare(0.4, 0.4, 0.4));
        Assert.Null(NoiseFloor.RemovableShare(0.4, 0.3, 0.4));
    }

    private static double Of(City city, FlowMaps fine)
    {
        var floor = new NoiseFloor();
        floor.Add(city.Coarse.Slice(0, 100), city.Truth.Slice(0, 100), fine.Slice(0, 100));
        floor.Add(city.Coarse.Slice(100, 300), city.Truth.Slice(100, 300), fine.Slice(100, 300));
        return floor.Result()!.Value;
    }

    private static double Mse(FlowMaps truth, FlowMaps fine)
    {
        var metrics = new MetricAccumulator(truth.SampleLength);
        metrics.Add(truth.Values, fine.Values);
        return metrics.Result()[MetricCatalog.Mse];
    }

    /// <summary>Shares that change from slot to slot around a mean, and units that choose their cells by them.</summary>
    private sealed class City
    {
        public City(double flow)
        {
            Coarse = DistributionGen.Counts(NoiseFloorTests.Coarse, 2, flow);
            var changing = DistributionGen.Repeated(Coarse.Samples, Coarse.Shape with { Samples = 1 }, 2, 1, _ => 12);
            var many = new FlowMaps(Coarse.Shape, [.. Enumerable.Repeat(1_000_000f, Coarse.Values.Length)]);
            Shares = N2Normalization.Apply(
                Draws.Map(many, changing, 3, 0), new(Coarse.Shape, [.. Enumerable.Repeat(1f, Coarse.Values.Length)]));
            Truth = Draws.Map(Coarse, Distribution(), 4, 0);
            Floor = Estimates.Map(Coarse, Distribution(), EstimateKind.Mean).Values
                .Zip(Shares.Values, (mean, share) => mean * (1.0 - share)).Average();
        }

        public FlowMaps Coarse { get; }

        public FlowMaps Shares { get; }

        public FlowMaps Truth { get; }

        public double Floor { get; }

        public ShareDistribution Distribution() => new(Shares, new(Coarse.Shape, [.. Enumerable.Repeat(1e9f, Coarse.Values.Length)]));
    }
}
