using FineFlow.Core.Datasets;

namespace FineFlow.Synthetic;

/// <summary>
/// Where made-up cities lie, so that their maps can be put into GIS: in the Gobi, where there is no city to take them for, at a latitude
/// whose climate is like theirs.
/// </summary>
internal static class MadeUpPlace
{
    private const decimal West = 112, South = 43;

    // About 165 m either way at this latitude.
    private const decimal CellWidth = 0.002m, CellHeight = 0.0015m;

    /// <summary>The edges of a square grid of so many fine cells a side.</summary>
    public static BoundingBox Box(int fineSize) => new()
    {
        West = (double)West,
        South = (double)South,
        East = (double)(West + fineSize * CellWidth),
        North = (double)(South + fineSize * CellHeight),
    };
}
