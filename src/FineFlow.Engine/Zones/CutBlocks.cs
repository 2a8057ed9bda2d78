using FineFlow.Core;
using FineFlow.Core.Zones;

namespace FineFlow.Engine.Zones;

/// <summary>
/// Which coarse cells an edge of a zone cuts. The flow of the others is certain: all of it is in a zone, or none. So random maps are needed
/// of those that are cut alone, which are few.
/// </summary>
internal sealed class CutBlocks
{
    /// <summary>Shares of cells are sums of measured lengths.</summary>
    private const double Tolerance = 1e-9;

    private readonly int _blocks;
    private readonly bool[] _cut;
    private readonly int[][] _whole;

    /// <param name="zones">The zones.</param>
    /// <param name="coarse">Coarse maps of the size.</param>
    /// <param name="factor">Upscaling factor N.</param>
    public CutBlocks(IReadOnlyList<Zone> zones, FlowMaps coarse, int factor)
    {
        _blocks = coarse.Rows * coarse.Columns;
        _cut = new bool[_blocks];
        var covered = zones.Select(zone => Covered(zone, coarse.Columns, factor)).ToList();
        foreach (var (block, cells) in covered.SelectMany(zone => zone))
        {
            _cut[block] |= cells < (factor * factor) - Tolerance;
        }

        _whole = [.. covered.Select(zone => zone.Keys.Where(block => !_cut[block]).Order().ToArray())];
        Doubtful = [.. zones.Select(zone => Within(zone, coarse.Columns, factor))];
    }

    /// <summary>Of each zone the cells in coarse cells that a zone cuts.</summary>
    public IReadOnlyList<Zone> Doubtful { get; }

    /// <summary>Returns a copy of coarse counts, 0 where no zone cuts.</summary>
    public FlowMaps Only(FlowMaps counts)
    {
        var kept = Enumerable.Range(0, counts.Values.Length).Select(index => _cut[index % _blocks] ? counts.Count(index) : 0).ToArray();
        var array = CountArray.From([kept.Length], kept);
        return new(counts.Shape, array.Values, array.Exact);
    }

    /// <summary>Returns the flow in the coarse cells of a zone that no zone cuts.</summary>
    public double Whole(FlowMaps counts, int zone, int map) => _whole[zone].Sum(block => counts.Count((map * _blocks) + block));

    /// <summary>Returns how many fine cells of each coarse one a zone covers.</summary>
    private static Dictionary<int, double> Covered(Zone zone, int columns, int factor)
    {
        var covered = new Dictionary<int, double>();
        foreach (var (cell, share) in zone.Cells.Zip(zone.Shares))
        {
            var block = BlockOf(cell, columns, factor);
            covered[block] = covered.GetValueOrDefault(block) + share;
        }

        return covered;
    }

    private static int BlockOf(int cell, int columns, int factor)
    {
        var (row, column) = Math.DivRem(cell, columns * factor);
        return (row / factor * columns) + (column / factor);
    }

    private Zone Within(Zone zone, int columns, int factor)
    {
        var kept = zone.Cells.Zip(zone.Shares).Where(cell => _cut[BlockOf(cell.First, columns, factor)]).ToList();
        return zone with { Cells = [.. kept.Select(cell => cell.First)], Shares = [.. kept.Select(cell => cell.Second)] };
    }
}
