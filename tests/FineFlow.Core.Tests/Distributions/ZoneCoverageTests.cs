using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class ZoneCoverageTests
{
    private const int Samples = 40, Blocks = 6, Factor = 2;

    [Fact]
    public void Intervals_of_the_right_distribution_cover_nine_of_ten() =>
        Assert.InRange(Covered(truth: Distribution(5), claimed: Distribution(5)), 0.88, 0.92);

    [Theory]
    [InlineData(1, 50, 0, 0.75)]
    [InlineData(50, 1, 0.97, 1)]
    public void Intervals_that_are_too_narrow_or_too_wide_are_seen(float truth, float claimed, double least, double most) =>
        Assert.InRange(Covered(Distribution(truth), Distribution(claimed)), least, most);

    [Fact]
    public void Sums_of_whole_blocks_are_certain_and_do_not_count()
    {
        var coarse = Coarse();
        var fine = new FlowMaps(coarse.Shape.Refined(1), coarse.Values);
        var certain = new ShareDistribution(
            new(fine.Shape, [.. Enumerable.Repeat(1f, fine.Values.Length)]),
            new(coarse.Shape, [.. Enumerable.Repeat(5f, coarse.Values.Length)]));
        var coverage = new ZoneCoverage(zones: 10, seed: 3);
        coverage.Add(coarse, fine, certain, firstSample: 0);

        Assert.Null(coverage.Result());
    }

    [Fact]
    public void A_sequence_in_parts_is_measured_as_in_one_piece()
    {
        var (coarse, distribution) = (Coarse(), Distribution(5));
        var fine = Draws.Map(coarse, distribution, seed: 9, number: 0);
        var (whole, parts) = (new ZoneCoverage(5, seed: 2), new ZoneCoverage(5, seed: 2));
        whole.Add(coarse, fine, distribution, firstSample: 0);
        foreach (var (start, count) in new[] { (0, 15), (15, Samples - 15) })
        {
            parts.Add(coarse.Slice(start, count), fine.Slice(start, count), distribution.Slice(start, count), start);
        }

        Assert.Equal(whole.Result()!.Value, parts.Result()!.Value, 1e-12);
    }

    /// <summary>Neighbouring blocks that follow one another make sums less sure, which only draws that know it show.</summary>
    [Fact]
    public void Blocks_that_follow_one_another_make_sums_less_sure()
    {
        var (alone, following) = (Distribution(5), With(0.8));

        Assert.InRange(Covered(truth: following, claimed: alone), 0, 0.87);
        Assert.InRange(Covered(truth: following, claimed: following), 0.885, 0.925);
        Assert.InRange(Covered(truth: alone, claimed: following), 0.93, 1);
    }

    [Theory]
    [InlineData(0, 0, 0.3)]
    [InlineData(0.8, 0.5, 0.9)]
    public void How_much_blocks_follow_one_another_is_found(double following, double least, double most)
    {
        var (coarse, distribution) = (Coarse(), With(following));
        var split = new FlowSplit("valid", coarse, Draws.Map(coarse, distribution, seed: 5, number: 0), null, null);
        var logShares = Array.ConvertAll(distribution.Shares.Values, MathF.Log);

        Assert.InRange(FollowingFit.Fit(logShares, distribution.Concentration.Values[..(Blocks * Blocks)], split), least, most);
    }

    private static ShareDistribution With(double following) =>
        new(Distribution(5).Shares, Distribution(5).Concentration) { Following = following };

    private static double Covered(ShareDistribution truth, ShareDistribution claimed)
    {
        var coverage = new ZoneCoverage(zones: 25, seed: 1);
        for (var map = 0; map < 8; map++)
        {
            coverage.Add(Coarse(), Draws.Map(Coarse(), truth, seed: 77, map), claimed, firstSample: map * Samples);
        }

        return coverage.Result()!.Value;
    }

    private static FlowMaps Coarse()
    {
        var shape = new FlowShape(Samples, 1, Blocks, Blocks);
        return new(shape, [.. Enumerable.Range(0, (int)shape.Length).Select(block => (float)(1 + (block * 7 % 13)))]);
    }

    private static ShareDistribution Distribution(float concentration)
    {
        var coarse = Coarse();
        var fine = coarse.Shape.Refined(Factor);
        var uneven = new FlowMaps(fine, [.. Enumerable.Range(0, (int)fine.Length).Select(cell => 1f + (cell * 5 % 7))]);
        var sums = BlockSum.Coarsen(uneven, Factor);
        var shares = Core.Baselines.EvenSplit.Predict(sums, Factor);
        for (var cell = 0; cell < uneven.Values.Length; cell++)
        {
            uneven.Values[cell] /= shares.Values[cell] * Factor * Factor;
        }

        return new(uneven, new(coarse.Shape, [.. Enumerable.Repeat(concentration, coarse.Values.Length)]));
    }
}
