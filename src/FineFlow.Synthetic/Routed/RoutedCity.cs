using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed.Plan;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Routed;

/// <summary>
/// A city whose people make trips between homes, work, shops, stations and venues by hour, day type and weather. The trips are routed
/// over a network of ring roads, motorways, arterials and local streets, and counted in the cells that they pass.
/// </summary>
internal sealed class RoutedCity : ICity
{
    private const long GroundStream = -1, UseStream = -2;

    private readonly long _seed;
    private readonly RoadNetwork _roads;
    private readonly CityTraffic _traffic;

    /// <summary>Plans the city and routes its trips; a second or so for the size of TaxiBJ.</summary>
    /// <param name="size">Rows and columns of the fine grid.</param>
    /// <param name="stage">How far the city has grown.</param>
    /// <param name="meanFlow">Mean number of vehicles that want to pass a fine cell in an ordinary workday's slot.</param>
    /// <param name="seed">Decides everything that is random.</param>
    public RoutedCity(int size, int stage, double meanFlow, long seed)
    {
        _seed = seed;
        var random = new RandomStream(seed, GroundStream);
        _roads = new(new(size, random));
        new MainRoads(_roads, stage, random).Draw();
        LocalStreets.Draw(_roads, random);
        _roads.RemoveUnjoined();
        _traffic = new(_roads, new(_roads, stage, new(seed, UseStream)), meanFlow, seed);
    }

    /// <inheritdoc/>
    public float[] Roads => Array.ConvertAll(_roads.Class, road => (float)road);

    /// <summary>Returns a day of the city.</summary>
    public RoutedDay DayOf(DateOnly date)
    {
        // A stream a day, so that a day is the same in whichever period it falls.
        var random = new RandomStream(_seed, date.DayNumber);
        return new(new(date, _seed, random, _roads, _traffic.Sources), _traffic, random);
    }

    ICityDay ICity.DayOf(DateOnly date) => DayOf(date);
}
