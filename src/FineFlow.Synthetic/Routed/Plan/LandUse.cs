using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>
/// What draws people to a cell, as shares of the whole city: homes, workplaces, leisure. From stage to stage the towns outside and the
/// new business park in the north-west grow.
/// </summary>
internal sealed class LandUse
{
    private const double TownGrowth = 0.35, ParkGrowth = 0.5;

    private static readonly Place BusinessDistrict = new(0.47, 0.61), FinanceStreet = new(0.48, 0.40), NewBusinessPark = new(0.30, 0.27);

    private static readonly Place[] Industry = [new(0.74, 0.70), new(0.60, 0.86)];

    private static readonly Place[] Shopping =
        [new(0.42, 0.55), new(0.50, 0.36), new(0.62, 0.44), new(0.36, 0.66), new(0.57, 0.72), new(0.30, 0.48)];

    /// <param name="roads">Trips start and end on streets and arterials, not on motorways.</param>
    /// <param name="stage">How far the city has grown.</param>
    /// <param name="random">Decides the quarters, and how lumpy all is.</param>
    public LandUse(RoadNetwork roads, int stage, RandomStream random)
    {
        var cells = roads.Ground.Cells;
        (Home, Work, Leisure) = (new double[cells], new double[cells], new double[cells]);
        var quarters = new Place[14];
        for (var i = 0; i < quarters.Length; i++)
            quarters[i] = Place.Center.Around(random, 0.40);
        for (var cell = 0; cell < cells; cell++)
        {
            var access = Access(roads.Class[cell]) * (0.3 + 1.4 * random.NextDouble());
            Home[cell] = access * HomeAt(roads.Ground, cell, stage, quarters);
            Work[cell] = access * WorkAt(roads.Ground, cell, stage);
            Leisure[cell] = access * LeisureAt(roads.Ground, cell);
        }

        ToShares(Home);
        ToShares(Work);
        ToShares(Leisure);
    }

    /// <summary>The towns outside the city proper.</summary>
    public static Place[] Towns { get; } =
        [new(0.14, 0.42), new(0.24, 0.80), new(0.52, 0.93), new(0.88, 0.58), new(0.84, 0.17), new(0.56, 0.10)];

    /// <summary>Share of the city's homes by cell.</summary>
    public double[] Home { get; }

    /// <summary>Share of the city's workplaces by cell.</summary>
    public double[] Work { get; }

    /// <summary>Share of the city's shops, restaurants and sights by cell.</summary>
    public double[] Leisure { get; }

    private static double Access(RoadClass road) => road switch
    {
        RoadClass.Local => 1,
        RoadClass.Arterial => 0.8,
        _ => 0,
    };

    private static double HomeAt(Ground ground, int cell, int stage, Place[] quarters)
    {
        var home = 0.6 * ground.Near(cell, Place.Center, 0.45);
        foreach (var quarter in quarters)
            home += 0.5 * ground.Near(cell, quarter, 0.055);
        foreach (var town in Towns)
            home += 0.35 * (1 + TownGrowth * stage) * ground.Near(cell, town, 0.035);
        return home;
    }

    private static double WorkAt(Ground ground, int cell, int stage)
    {
        var work = 0.25 * ground.Near(cell, Place.Center, 0.40)
            + 1.5 * ground.Near(cell, BusinessDistrict, 0.07)
            + 1.2 * ground.Near(cell, FinanceStreet, 0.055)
            + 0.8 * (1 + ParkGrowth * stage) * ground.Near(cell, NewBusinessPark, 0.05);
        foreach (var place in Industry)
            work += 0.5 * ground.Near(cell, place, 0.05);
        return work;
    }

    private static double LeisureAt(Ground ground, int cell)
    {
        var leisure = 0.15 * ground.Near(cell, Place.Center, 0.40);
        foreach (var place in Shopping)
            leisure += 1.1 * ground.Near(cell, place, 0.035);
        return leisure;
    }

    private static void ToShares(double[] values)
    {
        var total = 0.0;
        foreach (var value in values)
            total += value;
        for (var i = 0; i < values.Length; i++)
            values[i] /= total;
    }
}
