using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Sketched;

/// <summary>
/// A city of 64 x 64 cells whose traffic is sketched: the width of a road times what goes on around it, without trips or routes. It has a
/// river with bridges, a ring road, arterials and local streets, a business core, homes, secondary centres and a park; people who commute,
/// keep to the wide roads in the rain, meet at the stadium and drive around closed roads. How a coarse cell's flow spreads over its fine
/// cells depends on all of these, so that averages of the past do not tell it, while the weather, the level of flow and the coarse cells
/// around do.
/// </summary>
internal sealed class SketchedCity : ICity
{
    private readonly long _seed;
    private readonly CityPlan _plan;
    private readonly CityTraffic _traffic;

    /// <summary>Plans the city of a seed.</summary>
    public SketchedCity(long seed)
    {
        _seed = seed;
        var ground = new RandomStream(seed, 0);
        _plan = new(ground);
        _traffic = new(_plan, new LandUse(ground));
    }

    public float[] Roads => [.. _plan.Arterial.Zip(_plan.Local, (arterial, local) => (float)Math.Max(arterial, local))];

    public ICityDay DayOf(DateOnly date)
    {
        // A stream a day, so that a day is the same however many surround it. The streams are counted from a Monday, 6 April 2026.
        var random = new RandomStream(_seed, 1 + date.DayNumber - new DateOnly(2026, 4, 6).DayNumber);
        return new SketchedDay(date, random, _plan, _traffic);
    }
}
