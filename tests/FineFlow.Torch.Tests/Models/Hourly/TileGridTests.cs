using FineFlow.Torch.Models.Hourly;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class TileGridTests
{
    [Fact]
    public void Tiles_are_numbered_row_by_row_and_keep_their_channels()
    {
        using var scope = NewDisposeScope();
        var map = arange(2 * 4 * 6, ScalarType.Float32).reshape(1, 2, 4, 6);

        var tiles = new TileGrid(2, 3).Cut(map);

        Assert.Equal([1, 6, 2, 2, 2], tiles.shape);
        Assert.True(tiles[0, 5].equal(map[0, .., 2..4, 4..6]).all().item<bool>());
        Assert.True(tiles[0, 1].equal(map[0, .., 0..2, 2..4]).all().item<bool>());
    }

    [Fact]
    public void Tiles_that_were_enlarged_come_back_to_their_places()
    {
        using var scope = NewDisposeScope();
        var grid = new TileGrid(2, 3);
        var map = arange(2 * 3 * 4 * 6, ScalarType.Float32).reshape(2, 3, 4, 6);
        var enlarged = grid.Cut(map).repeat_interleave(2, 3).repeat_interleave(2, 4);

        var joined = grid.Join(enlarged.flatten(1, 2));

        Assert.True(joined.equal(map.repeat_interleave(2, 2).repeat_interleave(2, 3)).all().item<bool>());
    }
}
