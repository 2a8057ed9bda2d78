using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public class DatasetProfileTests
{
    [Fact]
    public void Flow_is_summed_up_over_splits_slots_and_channels()
    {
        var train = new FlowMaps(new(2, 2, 1, 2), [1, 0, 3, 0, 0, 0, 2, 0]);
        var test = new FlowMaps(new(1, 2, 1, 2), [0, 6, 0, 0]);
        var profile = DatasetProfile.Of([("train", train, [60, 120]), ("test", test, null)]);

        Assert.Equal((1, 2), (profile.Rows, profile.Columns));
        Assert.Equal([2, 2], profile.Mean);
        Assert.Equal([4, 2], profile.Splits[0].Totals);
        Assert.Equal([0.5, 0.75], profile.Splits[0].ZeroShares);
        Assert.Equal([60, 120], profile.Splits[0].Time!);
        Assert.Equal(("test", 6.0), (profile.Splits[1].Name, profile.Splits[1].Totals[0]));
    }

    [Fact]
    public void What_is_no_flow_is_left_out()
    {
        var broken = new FlowMaps(new(1, 1, 2, 2), [float.NaN, -3, float.PositiveInfinity, 4]);
        var profile = DatasetProfile.Of([("train", broken, null)]);
        Assert.Equal([0, 0, 0, 4], profile.Mean);
        Assert.Equal([4], profile.Splits[0].Totals);
        Assert.Equal(1, profile.Histogram.Count);
    }

    [Fact]
    public void Bins_hold_their_lower_edge_and_not_their_upper_one()
    {
        var maps = new FlowMaps(new(1, 1, 1, 9), [0, 0, 0.5f, 1, 1.5f, 2, 4, 5, 20]);
        var bins = FlowHistogram.Of([maps]).Bins;
        Assert.Equal(
            ["0: 2", "below 1: 1", "1 to 2: 2", "2 to 5: 2", "5 to 10: 1", "10 to 20: 0", "20 to 50: 1"],
            bins.Select(bin => $"{bin.Label}: {bin.Count}"));
    }

    [Fact]
    public void The_largest_float_has_a_bin() =>
        Assert.Equal(1, FlowHistogram.Of([new FlowMaps(new(1, 1, 1, 1), [float.MaxValue])]).Count);
}
