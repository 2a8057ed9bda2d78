namespace FineFlow.Core.Tests;

public class CellPositionTests
{
    [Fact]
    public void Positions_count_through_all_four_sizes()
    {
        var maps = new FlowMaps(new(2, 3, 4, 5));
        var index = 0;
        for (var sample = 0; sample < 2; sample++)
            for (var channel = 0; channel < 3; channel++)
                for (var row = 0; row < 4; row++)
                    for (var column = 0; column < 5; column++)
                        Assert.Equal(new(sample, channel, row, column), CellPosition.Of(maps, index++));
    }

    [Fact]
    public void Messages_name_each_index() =>
        Assert.Equal("[sample 3, channel 0, row 5, column 7]", new CellPosition(3, 0, 5, 7).ToString());
}
