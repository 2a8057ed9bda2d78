using CsCheck;
using FineFlow.Synthetic.Routed.Plan;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Tests.Routed.Plan;

public class RoadNetworkTests
{
    [Fact]
    public void Every_city_is_joined_and_leaves_parks_hills_and_the_river_free() => Gen.Long.Sample(
        seed =>
        {
            var city = new TestCity(seed);
            var streets = city.Cells(cell => city.Roads.Class[cell] != RoadClass.None);
            Assert.InRange(streets.Length, 0.25 * city.Ground.Cells, 0.8 * city.Ground.Cells);
            Assert.All(streets, cell => Assert.False(city.Ground.Wild[cell]));
            Assert.All(streets.Where(cell => city.Ground.Water[cell]), cell => Assert.NotEqual(RoadClass.Local, city.Roads.Class[cell]));
            Assert.Contains(streets, cell => city.Ground.Water[cell]);

            var paths = new ShortestPaths(city.Roads);
            paths.Find(streets[0], TravelCosts.Free(city.Roads));
            Assert.Equal(streets, paths.Order.Order());
        },
        iter: 20);

    [Fact]
    public void Land_use_lies_on_streets_and_sums_to_one()
    {
        var (use, roads) = (TestCity.Default.Use, TestCity.Default.Roads);
        foreach (var shares in new[] { use.Home, use.Work, use.Leisure })
        {
            Assert.Equal(1, shares.Sum(), 1e-9);
            var empty = TestCity.Default.Cells(cell => roads.Class[cell] is RoadClass.None or RoadClass.Express);
            Assert.All(empty, cell => Assert.Equal(0, shares[cell]));
        }
    }
}
