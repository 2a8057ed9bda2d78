using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>Each district has a street grid of its own, the denser the more is built there.</summary>
internal static class LocalStreets
{
    private const int District = 8;

    /// <summary>Draws the streets of all districts.</summary>
    public static void Draw(RoadNetwork roads, RandomStream random)
    {
        var size = roads.Ground.Size;
        for (var top = 0; top < size; top += District)
        {
            for (var left = 0; left < size; left += District)
            {
                var built = Built(roads.Ground, (top + District / 2) * size + left + District / 2);
                DrawGrid(roads, random, top, left, built, eastward: true);
                DrawGrid(roads, random, top, left, built, eastward: false);
            }
        }
    }

    /// <summary>How much is built around a cell: 1 downtown, little in the fields between the towns.</summary>
    private static double Built(Ground ground, int cell)
    {
        var built = 2.2 * ground.Near(cell, Place.Center, 0.42);
        foreach (var town in LandUse.Towns)
            built += 0.8 * ground.Near(cell, town, 0.06);
        return Math.Min(1, built);
    }

    private static void DrawGrid(RoadNetwork roads, RandomStream random, int top, int left, double built, bool eastward)
    {
        var spacing = built switch { > 0.85 => 2, > 0.5 => 3, > 0.25 => 4, _ => 7 };
        for (var across = random.NextInt(spacing); across < District; across += spacing)
        {
            if (random.NextDouble() > 0.45 + 0.45 * built)
                continue;
            for (var along = 0; along < District; along++)
            {
                var (row, column) = eastward ? (top + across, left + along) : (top + along, left + across);
                roads.Pave(row * roads.Ground.Size + column, RoadClass.Local);
            }
        }
    }
}
