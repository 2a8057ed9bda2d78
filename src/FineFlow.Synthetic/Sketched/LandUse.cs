using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Sketched;

/// <summary>What draws people to a fine cell: smooth fields that the hours of the day weigh differently.</summary>
internal sealed class LandUse
{
    /// <summary>Offices: the core of the city.</summary>
    public double[] Business { get; } = new double[CityPlan.Cells];

    /// <summary>Homes: everywhere but the core, in quarters of different density.</summary>
    public double[] Residential { get; } = new double[CityPlan.Cells];

    /// <summary>Shops and evenings out: three secondary centres.</summary>
    public double[] Leisure { get; } = new double[CityPlan.Cells];

    /// <summary>Where the stadium stands.</summary>
    public static (double Row, double Column) Stadium => (52, 46);

    public LandUse(RandomStream random)
    {
        var quarters = Places(random, 7, reach: 26);
        ReadOnlySpan<(double Row, double Column)> centres = [(18, 44), (35, 13), (49, 27)];
        for (var cell = 0; cell < CityPlan.Cells; cell++)
        {
            Business[cell] = 1.3 * CityPlan.Bump(cell, 30, 33, 8);
            Residential[cell] = 0.25 * CityPlan.Bump(cell, CityPlan.Center, CityPlan.Center, 34);
            foreach (var (row, column) in quarters)
                Residential[cell] += 0.45 * CityPlan.Bump(cell, row, column, 7);
            Residential[cell] *= 1 - 0.6 * Business[cell];
            foreach (var (row, column) in centres)
                Leisure[cell] += 1.2 * CityPlan.Bump(cell, row, column, 4);
        }
    }

    private static (double Row, double Column)[] Places(RandomStream random, int count, double reach)
    {
        var places = new (double, double)[count];
        for (var i = 0; i < count; i++)
            places[i] = (CityPlan.Center + reach * (2 * random.NextDouble() - 1), CityPlan.Center + reach * (2 * random.NextDouble() - 1));
        return places;
    }
}
