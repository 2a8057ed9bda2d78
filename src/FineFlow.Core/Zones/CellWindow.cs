namespace FineFlow.Core.Zones;

/// <summary>A rectangle of cells in a map.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Bottom">The row after its last one.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Right">The column after its last one.</param>
internal readonly record struct CellWindow(int Top, int Bottom, int Left, int Right)
{
    /// <summary>Its cells.</summary>
    public long Cells => (long)(Bottom - Top) * (Right - Left);

    /// <summary>Returns the numbers of its cells in a map, row by row.</summary>
    /// <param name="columns">Columns of the map.</param>
    public IEnumerable<int> Numbers(int columns)
    {
        var (left, width) = (Left, Right - Left);
        return Enumerable.Range(Top, Bottom - Top).SelectMany(row => Enumerable.Range((row * columns) + left, width));
    }
}
