namespace FineFlow.Core.Tests;

public class MissingCellsTests
{
    [Fact]
    public void Nan_becomes_0_and_is_marked()
    {
        var (coarse, mask) = MissingCells.Separate(new(new(1, 1, 2, 2), [3, float.NaN, 0, float.NaN]));

        Assert.Equal([3, 0, 0, 0], coarse.Values);
        Assert.Equal([1, 0, 1, 0], mask!.Values);
        Assert.Equal(2, MissingCells.Count(mask));
    }

    [Fact]
    public void Counts_as_given_are_kept_beside_missing_ones()
    {
        var array = CountArray.From([3], [16_777_217, double.NaN, 1]);
        var (coarse, mask) = MissingCells.Separate(new(new(1, 1, 1, 3), array.Values, array.Exact));

        Assert.Equal([16_777_217, 0, 1], coarse.Exact!);
        Assert.Equal([1, 0, 1], mask!.Values);
    }

    [Fact]
    public void Whole_maps_stay_themselves()
    {
        var maps = new FlowMaps(new(1, 1, 1, 2), [1, float.PositiveInfinity]);
        var (coarse, mask) = MissingCells.Separate(maps);

        Assert.Same(maps, coarse);
        Assert.Null(mask);
        Assert.Equal(0, MissingCells.Count(mask));
    }
}
