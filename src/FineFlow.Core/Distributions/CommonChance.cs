using FineFlow.Core.Sampling;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Streams of random numbers that neighbouring blocks have in common: those of a square of 4 x 4 blocks, one for each depth of the
/// halving. Blocks that draw from equal streams come out alike. Where the squares lie is drawn as well, so that no two neighbours are
/// always apart.
/// </summary>
internal sealed class CommonChance
{
    /// <summary>Blocks along a side of a square. On the taxis of San Francisco 2 to 8 did alike.</summary>
    private const int Side = 4;

    private readonly int _top;
    private readonly int _left;
    private readonly int _across;
    private readonly int _depths;
    private readonly long[] _seeds;

    /// <param name="rows">Coarse rows.</param>
    /// <param name="columns">Coarse columns.</param>
    /// <param name="depths">Depths of the halving.</param>
    /// <param name="random">Where chance comes from.</param>
    public CommonChance(int rows, int columns, int depths, RandomStream random)
    {
        (_top, _left, _depths) = (random.NextInt(Side), random.NextInt(Side), depths);
        _across = ((columns - 1 + _left) / Side) + 1;
        _seeds = new long[(((rows - 1 + _top) / Side) + 1) * _across * depths];
        for (var index = 0; index < _seeds.Length; index++)
        {
            _seeds[index] = (long)random.NextUInt64();
        }
    }

    /// <summary>Returns the stream of a block's halvings at a depth, from its start.</summary>
    public RandomStream At(int row, int column, int depth)
    {
        var square = ((row + _top) / Side * _across) + ((column + _left) / Side);
        return new(_seeds[(square * _depths) + depth]);
    }
}
