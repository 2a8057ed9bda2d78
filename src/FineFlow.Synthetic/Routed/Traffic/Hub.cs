using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>
/// Where trips start: a zone of the city with several anchors on its main roads, or a single gateway or venue.
/// </summary>
/// <param name="Kinds">The kinds of trips that start here.</param>
/// <param name="Anchors">The points from which they are routed.</param>
internal sealed record Hub(IReadOnlyList<TripKind> Kinds, IReadOnlyList<Anchor> Anchors)
{
    private const int ZonesASide = 8, BlocksAZone = 2;

    private static readonly TripKind[] FromZones = [TripKind.ToWork, TripKind.ToHome, TripKind.Leisure, TripKind.Around];

    private static readonly Place[] Gateways =
    [
        new(0.16, 0.88), new(0.38, 0.31), new(0.65, 0.45), new(0.56, 0.56), new(0, 0.36), new(0.80, 1), new(1, 0.66), new(0.76, 0),
        new(0.45, 0),
    ];

    private static readonly Place[] Venues =
        [new(0.44, 0.70), new(0.27, 0.52), new(0.40, 0.38), new(0.62, 0.30), new(0.33, 0.72), new(0.76, 0.55)];

    /// <summary>Airport, stations, and the ends of motorways.</summary>
    public static int GatewayCount => Gateways.Length;

    /// <summary>All hubs of a city: zones, gateways, venues. Their places do not depend on which roads are open.</summary>
    public static IReadOnlyList<Hub> Of(RoadNetwork roads)
    {
        var hubs = new List<Hub>();
        for (var zone = 0; zone < ZonesASide * ZonesASide; zone++)
            hubs.Add(new(FromZones, [.. AnchorsOf(roads, zone)]));
        hubs.AddRange(Gateways.Select(place => new Hub([TripKind.Gateway], [NearestTo(roads, place, RoadClass.Express)])));
        hubs.AddRange(Venues.Select(place => new Hub([TripKind.Event], [NearestTo(roads, place, RoadClass.Arterial)])));
        return hubs;
    }

    private static IEnumerable<Anchor> AnchorsOf(RoadNetwork roads, int zone)
    {
        var side = roads.Ground.Size / (ZonesASide * BlocksAZone);
        for (var block = 0; block < BlocksAZone * BlocksAZone; block++)
        {
            var top = (zone / ZonesASide * BlocksAZone + block / BlocksAZone) * side;
            var left = (zone % ZonesASide * BlocksAZone + block % BlocksAZone) * side;
            int[] cells = [.. from row in Enumerable.Range(top, side)
                              from column in Enumerable.Range(left, side)
                              let cell = row * roads.Ground.Size + column
                              where roads.Class[cell] != RoadClass.None
                              select cell];
            if (cells.Length > 0)
                yield return new(cells.MaxBy(cell => roads.Class[cell]), cells);
        }
    }

    private static Anchor NearestTo(RoadNetwork roads, Place place, RoadClass road) => new(
        Enumerable.Range(0, roads.Ground.Cells).Where(cell => roads.Class[cell] == road)
            .MaxBy(cell => roads.Ground.Near(cell, place, 0.1)),
        []);
}

/// <summary>A cell from which trips are routed, on behalf of the cells around it.</summary>
/// <param name="Cell">A cell of the widest road around.</param>
/// <param name="Around">The cells whose trips go through it; none where it stands for itself.</param>
internal sealed record Anchor(int Cell, IReadOnlyList<int> Around);
