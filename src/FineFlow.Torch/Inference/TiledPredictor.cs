using FineFlow.Core;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>
/// Infers large maps tile by tile, so that the network's memory does not grow with the map and time is linear in its cells. A fine cell is
/// the weighted mean over its tiles. All fine cells of a coarse cell share one weight, so maps whose tiles add up add up as a whole.
/// </summary>
internal static class TiledPredictor
{
    /// <summary>Tiles of a batch: few, since tiles are used to save memory.</summary>
    private const int TilesOfBatch = 4;

    /// <summary>Infers fine maps [n, C, N*H, N*W] from coarse maps [n, C, H, W], both in raw counts.</summary>
    /// <param name="network">The network. Statistics over the map (normalisation, attention, pooling) become those of each tile.</param>
    /// <param name="inputs">Coarse maps and the network's further inputs.</param>
    /// <param name="tiling">The tiles; tiles larger than the map are cut to its size.</param>
    /// <param name="source">Where the maps come from, for error messages.</param>
    /// <param name="cancellationToken">Checked between batches of tiles.</param>
    /// <exception cref="BadInputException">The network is tied to one map size, or does not accept the maps.</exception>
    public static FlowMaps Predict(
        FlowNetwork network, FlowInputs inputs, Tiling tiling, string source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        return FineBand.Join(
            Bands(network, inputs, tiling, source, cancellationToken),
            FineMaps.Create(network.Options.ScaleFactor, inputs.Coarse, source));
    }

    /// <summary>
    /// Infers band by band, each as soon as no further tile adds to it, so that the prediction need not fit into memory.
    /// </summary>
    /// <inheritdoc cref="Predict"/>
    internal static IEnumerable<FineBand> Bands(
        FlowNetwork network, FlowInputs inputs, Tiling tiling, string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tiling);
        tiling.Check();
        if (network.FixedMapSize)
        {
            throw new BadInputException(
                source, $"cannot be cut into tiles for this {network.GetName()}: it has weights for the places of one map");
        }

        network.CheckInput(inputs, source);
        var coarse = inputs.Coarse;
        var tiles = TilesOf(coarse, tiling);
        FineMaps.CheckAtOnce(coarse, tiles[0].RowWeights.Length, network.Options.ScaleFactor, source, "tiles of fewer rows are expected");
        return Infer(network, inputs, tiles, source, cancellationToken);
    }

    private static IEnumerable<FineBand> Infer(
        FlowNetwork network, FlowInputs inputs, Tile[] tiles, string source, CancellationToken cancellationToken)
    {
        var coarse = inputs.Coarse;
        var rows = new OpenRows(coarse, tiles, network.Options.ScaleFactor);
        var cuts = Enumerable.Range(0, coarse.Samples).SelectMany(sample => tiles.Select(tile => (Sample: sample, Tile: tile)));
        foreach (var batch in cuts.Chunk(TilesOfBatch))
        {
            var windows = FlowInputs.Join([.. batch.Select(cut => cut.Tile.Of(inputs, cut.Sample))]);
            var inferred = Predictor.Predict(network, windows, source, TilesOfBatch, cancellationToken);
            foreach (var (index, (sample, tile)) in batch.Index())
            {
                if (rows.MoveTo(sample, tile.Top) is { } complete)
                {
                    yield return complete;
                }

                rows.Add(tile, inferred, index);
            }
        }

        if (rows.MoveTo(coarse.Samples, 0) is { } last)
        {
            yield return last;
        }
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

    /// <summary>A tile of the map: its first row and column, and the weights of its rows and columns.</summary>
    private sealed record Tile(int Top, int Left, float[] RowWeights, float[] ColumnWeights)
    {
        /// <summary>Cuts the tile out of a sample.</summary>
        public FlowInputs Of(FlowInputs inputs, int sample) =>
            inputs.Window(sample, Top..(Top + RowWeights.Length), Left..(Left + ColumnWeights.Length));

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
    }

    /// <summary>A window of the fine map, one tile high, that tiles are added to.</summary>
    private sealed class OpenRows
    {
        private readonly FlowMaps _coarse;
        private readonly FlowMaps _fine;
        private readonly float[] _weights;
        private readonly int _factor;
        private int _sample, _top;

        public OpenRows(FlowMaps coarse, Tile[] tiles, int factor)
        {
            (_coarse, _factor) = (coarse, factor);
            _fine = new(new(1, coarse.Channels, tiles[0].RowWeights.Length * factor, coarse.Columns * factor));
            _weights = new float[coarse.Rows * coarse.Columns];
            foreach (var tile in tiles)
            {
                tile.AddWeights(_weights, coarse.Columns);
            }
        }

        /// <summary>Moves the window to the first row of the next tiles.</summary>
        /// <returns>The complete rows above the window; null where the window does not move.</returns>
        public FineBand? MoveTo(int sample, int top)
        {
            if ((sample, top) == (_sample, _top))
            {
                return null;
            }

            var count = sample == _sample ? top - _top : _fine.Rows / _factor;
            var complete = new FineBand(_sample, _top, _coarse.Window(_sample, _top..(_top + count), ..), Take(count * _factor));
            (_sample, _top) = (sample, top);
            return complete;
        }

        /// <summary>Adds a tile's weighted share of each fine cell.</summary>
        public void Add(Tile tile, FlowMaps inferred, int index)
        {
            for (var channel = 0; channel < _fine.Channels; channel++)
            {
                var target = _fine.Map(0, channel);
                var flow = inferred.Map(index, channel);
                for (var row = 0; row < inferred.Rows; row++)
                {
                    for (var column = 0; column < inferred.Columns; column++)
                    {
                        var (coarseRow, coarseColumn) = (row / _factor, column / _factor);
                        var total = _weights[(tile.Top + coarseRow) * _coarse.Columns + tile.Left + coarseColumn];
                        var share = tile.RowWeights[coarseRow] * tile.ColumnWeights[coarseColumn] / total;
                        target[row * _fine.Columns + tile.Left * _factor + column] += share * flow[row * inferred.Columns + column];
                    }
                }
            }
        }

        /// <summary>Removes and returns the first fine rows; the rows below move up, and zeros follow.</summary>
        private FlowMaps Take(int rows)
        {
            var taken = new FlowMaps(new(1, _fine.Channels, rows, _fine.Columns));
            for (var channel = 0; channel < _fine.Channels; channel++)
            {
                var open = _fine.Map(0, channel);
                open[..taken.Map(0, channel).Length].CopyTo(taken.Map(0, channel));
                open[taken.Map(0, channel).Length..].CopyTo(open);
                open[^taken.Map(0, channel).Length..].Clear();
            }

            return taken;
        }
    }
}
