using FineFlow.Core;
using FineFlow.Torch.Models;

namespace FineFlow.Torch.Inference;

/// <summary>
/// Infers maps that are too large to be inferred whole: tile by tile, so that the network's memory does not grow with the map and time is
/// linear in its cells. A fine cell is the weighted mean of its tiles, with one weight for all fine cells of a coarse one: what
/// adds up in every tile adds up in the whole.
/// </summary>
public static class TiledPredictor
{
    /// <summary>Tiles of a batch: few, since it is for small memory that maps are cut.</summary>
    private const int TilesOfBatch = 4;

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W], both in raw counts.</summary>
    /// <param name="network">The network. Statistics over the map (normalisation, attention, pooling) become those of each tile.</param>
    /// <param name="coarse">Coarse maps, raw counts.</param>
    /// <param name="external">Their external factors, where the network uses them.</param>
    /// <param name="tiling">The tiles; they are made smaller where the map is.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellation">Checked between batches of tiles.</param>
    /// <exception cref="BadInputException">The network's weights belong to the places of one map, or it does not admit the maps.</exception>
    public static FlowMaps Predict(
        FlowNetwork network, FlowMaps coarse, ExternalFactors? external, Tiling tiling, string source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(coarse);
        ArgumentNullException.ThrowIfNull(tiling);
        tiling.Check();
        if (network.FixedMapSize)
        {
            throw new BadInputException(source, $"cannot be cut into tiles for this {network.GetName()}: it has weights for the places of one map");
        }

        if (external is not null && external.Samples != coarse.Samples)
        {
            throw new BadInputException(source, $"has {external.Samples} rows of external factors for {coarse.Samples} maps");
        }

        var factor = network.Options.ScaleFactor;
        var fine = new FlowMaps(coarse.Samples, coarse.Channels, coarse.Rows * factor, coarse.Columns * factor);
        var weights = new float[coarse.Rows * coarse.Columns];
        var tiles = TilesOf(coarse, tiling);
        foreach (var tile in tiles)
        {
            tile.AddWeights(weights, coarse.Columns);
        }

        var cuts = Enumerable.Range(0, coarse.Samples).SelectMany(sample => tiles.Select(tile => (Sample: sample, Tile: tile)));
        foreach (var batch in cuts.Chunk(TilesOfBatch))
        {
            var factors = external is null ? null : Rows(external, batch.Select(cut => cut.Sample));
            var inferred = Predictor.Predict(network, Cut(coarse, batch), factors, source, TilesOfBatch, cancellation);
            foreach (var (index, (sample, tile)) in batch.Index())
            {
                tile.AddFlow(fine, sample, inferred, index, factor, weights);
            }
        }

        return fine;
    }

    private static Tile[] TilesOf(FlowMaps coarse, Tiling tiling)
    {
        var (rows, columns) = (Math.Min(tiling.Rows, coarse.Rows), Math.Min(tiling.Columns, coarse.Columns));
        return
        [
            .. from top in Tiling.Starts(coarse.Rows, rows, tiling.Overlap)
               from left in Tiling.Starts(coarse.Columns, columns, tiling.Overlap)
               select new Tile(
                   top,
                   left,
                   Tiling.Weights(top, rows, coarse.Rows, tiling.Overlap),
                   Tiling.Weights(left, columns, coarse.Columns, tiling.Overlap)),
        ];
    }

    private static FlowMaps Cut(FlowMaps coarse, (int Sample, Tile Tile)[] batch)
    {
        var cuts = new FlowMaps(batch.Length, coarse.Channels, batch[0].Tile.RowWeights.Length, batch[0].Tile.ColumnWeights.Length);
        foreach (var (index, (sample, tile)) in batch.Index())
        {
            for (var channel = 0; channel < coarse.Channels; channel++)
            {
                var map = coarse.Map(sample, channel);
                var cut = cuts.Map(index, channel);
                for (var row = 0; row < cuts.Rows; row++)
                {
                    map.Slice((tile.Top + row) * coarse.Columns + tile.Left, cuts.Columns).CopyTo(cut[(row * cuts.Columns)..]);
                }
            }
        }

        return cuts;
    }

    private static ExternalFactors Rows(ExternalFactors external, IEnumerable<int> samples) =>
        new([.. samples.SelectMany(sample => external.Row(sample).ToArray())]);

    /// <summary>A tile of the map: where it begins, and how much each of its rows and columns counts.</summary>
    private sealed record Tile(int Top, int Left, float[] RowWeights, float[] ColumnWeights)
    {
        public void AddWeights(float[] weights, int columns)
        {
            for (var row = 0; row < RowWeights.Length; row++)
            {
                for (var column = 0; column < ColumnWeights.Length; column++)
                {
                    weights[(Top + row) * columns + Left + column] += RowWeights[row] * ColumnWeights[column];
                }
            }
        }

        /// <summary>Adds the tile's share of each fine cell.</summary>
        public void AddFlow(FlowMaps fine, int sample, FlowMaps inferred, int index, int factor, float[] weights)
        {
            for (var channel = 0; channel < fine.Channels; channel++)
            {
                var target = fine.Map(sample, channel);
                var flow = inferred.Map(index, channel);
                for (var row = 0; row < inferred.Rows; row++)
                {
                    for (var column = 0; column < inferred.Columns; column++)
                    {
                        var (coarseRow, coarseColumn) = (row / factor, column / factor);
                        var total = weights[(Top + coarseRow) * (fine.Columns / factor) + Left + coarseColumn];
                        var share = RowWeights[coarseRow] * ColumnWeights[coarseColumn] / total;
                        target[(Top * factor + row) * fine.Columns + Left * factor + column] += share * flow[row * inferred.Columns + column];
                    }
                }
            }
        }
    }
}
