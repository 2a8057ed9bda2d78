using FineFlow.Core.Zones;

namespace FineFlow.Core.Tests.Zones;

public class ZoneTests
{
    /// <summary>Two samples of two channels of 1 x 3 cells.</summary>
    private static readonly FlowMaps Maps = new(new(2, 2, 1, 3), [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60]);

    [Fact]
    public void A_cell_counts_by_the_share_that_is_inside()
    {
        var zone = new Zone("west", [0, 2], [1, 0.25], "{}");

        Assert.Equal([1.75, 17.5, 5.5, 55], Enumerable.Range(0, 4).Select(map => zone.Sum(Maps, map)));
        Assert.Equal(1.25, zone.Area);
    }

    [Fact]
    public void Counts_beyond_float_are_added_exactly()
    {
        const double Large = 9_007_199_254_740_991;
        var maps = new FlowMaps(new(1, 1, 1, 2), [(float)Large, 0], [Large, 0]);

        Assert.Equal(Large, new Zone("all", [0, 1], [1, 1], "{}").Sum(maps, 0));
    }

    [Fact]
    public void Totals_of_other_maps_stand_beside_the_same_truth()
    {
        var zone = new Zone("east", [1, 2], [1, 1], "{}");
        ZoneTotal[][] Slot(double flow, double truth) => [[new(flow, 0, 9, truth), new(flow + 1, 0, 9, truth + 1)]];
        var totals = new ZoneTotals([zone], ["in", "out"], null, [Slot(7, 70), Slot(8, 80)]);

        var others = totals.With(Maps);

        Assert.Equal([new(5, null, null, 70), new(11, null, null, 80)], others.Of(0, 0));
        Assert.Equal([new(50, null, null, 71), new(110, null, null, 81)], others.Of(0, 1));
    }
}
