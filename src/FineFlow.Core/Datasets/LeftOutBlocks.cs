using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace FineFlow.Core.Datasets;

/// <summary>
/// Blocks, the coarse cells of a city, whose fine counts a training does not see: whole districts that are left out
/// (docs/transfer.md). Coarse counts are known there as everywhere.
/// </summary>
internal sealed partial class LeftOutBlocks : IEquatable<LeftOutBlocks>
{
    private const char Left = '#', Kept = '.';
    private const string Setting = "LeaveOut";

    private readonly bool[] _isLeftOut;

    /// <param name="districts">As they were asked for: ROWSxCOLUMNS:K, or the name of a file.</param>
    /// <param name="map">A text for each coarse row, with # for a block that is left out and . for one that is not.</param>
    /// <exception cref="BadInputException">The rows are no such map, or no block is left out.</exception>
    [JsonConstructor]
    public LeftOutBlocks(string districts, IReadOnlyList<string> map)
    {
        if (map.Count == 0 || map.Any(row =>
            string.IsNullOrEmpty(row) || row.Length != map[0].Length || row.Any(block => block is not (Left or Kept))))
        {
            throw Refusal(districts, $"is no map of blocks; rows of one length are expected, of {Left} and {Kept}");
        }

        (Districts, Map) = (districts, map);
        _isLeftOut = [.. map.SelectMany(row => row).Select(block => block == Left)];
        Count = _isLeftOut.Count(isLeftOut => isLeftOut);
        if (Count == 0)
        {
            throw Refusal(districts, $"leaves out none of the {_isLeftOut.Length} blocks; one at least is expected");
        }
    }

    /// <summary>As they were asked for: ROWSxCOLUMNS:K, or the name of a file.</summary>
    public string Districts { get; }

    /// <summary>A text for each coarse row, with # for a block that is left out and . for one that is not.</summary>
    public IReadOnlyList<string> Map { get; }

    /// <summary>Coarse rows H.</summary>
    [JsonIgnore]
    public int Rows => Map.Count;

    /// <summary>Coarse columns W.</summary>
    [JsonIgnore]
    public int Columns => Map[0].Length;

    /// <summary>Number of blocks that are left out.</summary>
    [JsonIgnore]
    public int Count { get; }

    /// <summary>Whether no block is left in: a city without any fine counts.</summary>
    [JsonIgnore]
    public bool IsEverything => Count == _isLeftOut.Length;

    /// <summary>Whether each block is left out, [H, W].</summary>
    [JsonIgnore]
    public IReadOnlyList<bool> IsLeftOut => _isLeftOut;

    /// <summary>Returns whether a text has the form ROWSxCOLUMNS:K.</summary>
    public static bool IsRectangle(string text) => Rectangle().IsMatch(text);

    /// <summary>Cuts a coarse map into ROWS x COLUMNS rectangles, and leaves out the K-th of them in reading order.</summary>
    /// <param name="text">ROWSxCOLUMNS:K, as 2x2:1.</param>
    /// <param name="rows">Coarse rows H.</param>
    /// <param name="columns">Coarse columns W.</param>
    /// <exception cref="BadInputException">The text has another form, or there are not so many rectangles.</exception>
    public static LeftOutBlocks Parse(string text, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Rectangle().Match(text) is not { Success: true } match)
        {
            throw Refusal(text, $"is no district; ROWSxCOLUMNS:K is expected, as 2x2:1");
        }

        int[] numbers = [.. match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture))];
        var (down, across, district) = (numbers[0], numbers[1], numbers[2] - 1);
        if (down < 1 || across < 1 || down > rows || across > columns)
        {
            throw Refusal(text, $"cuts {rows} x {columns} coarse cells into {down} x {across}; 1x1 to {rows}x{columns} is expected");
        }

        if (district < 0 || district >= down * across)
        {
            throw Refusal(text, $"leaves out district {numbers[2]} of {down * across}; 1 to {down * across} is expected");
        }

        return Of(text, rows, columns, block =>
            (block / columns * down / rows * across) + (block % columns * across / columns) == district);
    }

    /// <summary>Leaves out the blocks of which something is true.</summary>
    /// <param name="districts">As they were asked for.</param>
    /// <param name="rows">Coarse rows H.</param>
    /// <param name="columns">Coarse columns W.</param>
    /// <param name="isLeftOut">Whether a block, counted in reading order from 0, is left out.</param>
    /// <exception cref="BadInputException">None is.</exception>
    public static LeftOutBlocks Of(string districts, int rows, int columns, Func<int, bool> isLeftOut) => new(
        districts,
        [.. Enumerable.Range(0, rows).Select(row => string.Concat(
            Enumerable.Range(row * columns, columns).Select(block => isLeftOut(block) ? Left : Kept)))]);

    /// <summary>Returns maps with 0 in the blocks that are left out.</summary>
    /// <param name="maps">[n, C, s*H, s*W].</param>
    /// <param name="factor">Cells s along one side of a block.</param>
    public FlowMaps Hide(FlowMaps maps, int factor)
    {
        Check(maps, factor);
        var hidden = new FlowMaps(maps.Shape, (float[])maps.Values.Clone(), (double[]?)maps.Exact?.Clone());
        for (var cell = 0; cell < hidden.Values.Length; cell++)
        {
            if (_isLeftOut[BlockOf(maps, factor, cell)])
            {
                hidden.Values[cell] = 0;
                hidden.Exact?[cell] = 0;
            }
        }

        return hidden;
    }

    /// <summary>Returns the blocks that are left out, or the others, side by side in one row of blocks.</summary>
    /// <param name="maps">[n, C, s*H, s*W].</param>
    /// <param name="factor">Cells s along one side of a block.</param>
    /// <param name="leftOut">Which of them; there is at least one.</param>
    /// <returns>[n, C, s, s*k] for k blocks.</returns>
    public FlowMaps Take(FlowMaps maps, int factor, bool leftOut)
    {
        Check(maps, factor);
        int[] blocks = [.. Enumerable.Range(0, _isLeftOut.Length).Where(block => _isLeftOut[block] == leftOut)];
        var taken = new FlowMaps(maps.Shape with { Rows = factor, Columns = factor * blocks.Length });
        for (var map = 0; map < maps.Samples * maps.Channels; map++)
        {
            var from = maps.Map(0, map);
            var to = taken.Map(0, map);
            for (var row = 0; row < factor; row++)
            {
                for (var index = 0; index < blocks.Length; index++)
                {
                    var (top, left) = (blocks[index] / Columns * factor, blocks[index] % Columns * factor);
                    from.Slice(((top + row) * maps.Columns) + left, factor).CopyTo(to[((row * taken.Columns) + (index * factor))..]);
                }
            }
        }

        return taken;
    }

    /// <summary>Returns how many fine cells of a sample lie in the blocks that are left out, or in the others.</summary>
    /// <param name="sampleLength">All of them: channels x rows x columns.</param>
    /// <param name="leftOut">Which blocks.</param>
    public int CellsOf(int sampleLength, bool leftOut) => sampleLength / _isLeftOut.Length * CountOf(leftOut);

    /// <summary>Returns the number of blocks that are left out, or of the others.</summary>
    public int CountOf(bool leftOut) => leftOut ? Count : _isLeftOut.Length - Count;

    /// <inheritdoc/>
    public bool Equals(LeftOutBlocks? other) => other is not null && Districts == other.Districts && Map.SequenceEqual(other.Map);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LeftOutBlocks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Districts, Rows, Columns, Count);

    /// <summary>Returns what is left out in words.</summary>
    public override string ToString() => Invariant($"{Districts} ({Count} of {_isLeftOut.Length} blocks)");

    private static int BlockOf(FlowMaps maps, int factor, int cell)
    {
        var (row, column) = (cell / maps.Columns % maps.Rows, cell % maps.Columns);
        return (row / factor * (maps.Columns / factor)) + (column / factor);
    }

    private void Check(FlowMaps maps, int factor)
    {
        if ((maps.Rows, maps.Columns) != (Rows * factor, Columns * factor))
        {
            var (rows, columns) = (maps.Rows / factor, maps.Columns / factor);
            throw Refusal(Districts, $"is of {Rows} x {Columns} coarse cells, and the data have {rows} x {columns}");
        }
    }

    private static BadInputException Refusal(string districts, InvariantText problem) =>
        new($"districts '{districts}'", problem) { Setting = Setting };

    [GeneratedRegex(@"\A([0-9]{1,4})x([0-9]{1,4}):([0-9]{1,7})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rectangle();
}
