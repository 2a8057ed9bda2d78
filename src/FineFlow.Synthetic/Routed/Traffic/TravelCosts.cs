using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>What it costs to pass a cell: whole numbers, so that every machine finds the same shortest paths.</summary>
internal static class TravelCosts
{
    /// <summary>Cost of a cell on an empty road, and the count that it carries well in a slot.</summary>
    private static (int Cost, double Capacity) Of(RoadClass road) => road switch
    {
        RoadClass.Local => (24, 25),
        RoadClass.Arterial => (16, 70),
        _ => (12, 130),
    };

    /// <summary>Empty roads.</summary>
    public static int[] Free(RoadNetwork roads) => Array.ConvertAll(roads.Class, road => Of(road).Cost);

    /// <summary>
    /// Full roads are slow: the curve of the Bureau of Public Roads (1964), cut off where drivers give up avoiding queues.
    /// </summary>
    /// <param name="roads">The roads.</param>
    /// <param name="loads">Counts of every cell in a slot of the rush hour, if no driver avoided the queues.</param>
    public static int[] Peak(RoadNetwork roads, ReadOnlySpan<float> loads)
    {
        var costs = Free(roads);
        for (var cell = 0; cell < costs.Length; cell++)
        {
            var fill = loads[cell] / Of(roads.Class[cell]).Capacity;
            costs[cell] = (int)(costs[cell] * Math.Min(2.2, 1 + 0.15 * fill * fill * fill * fill));
        }

        return costs;
    }

    /// <summary>In the rain and in the snow, people keep to the wide roads.</summary>
    public static int[] Wet(RoadNetwork roads) => Array.ConvertAll(roads.Class, road => road switch
    {
        RoadClass.Local => 50,
        RoadClass.Arterial => 18,
        _ => 13,
    });
}
