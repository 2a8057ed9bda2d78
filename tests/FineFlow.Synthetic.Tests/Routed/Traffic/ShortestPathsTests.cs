using CsCheck;
using FineFlow.Synthetic.Routed.Plan;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Tests.Routed.Traffic;

public class ShortestPathsTests
{
    [Fact]
    public void Costs_are_those_that_relaxing_until_nothing_changes_finds() => Gen.Select(
        Gen.Int[1, 255].Array[36], Gen.Int[0, 9].Array[36]).Sample(
        (price, streets) =>
        {
            var roads = Grid(streets);
            var paths = new ShortestPaths(roads);
            paths.Find(0, price);
            paths.Find(0, price);
            var expected = Relax(roads, price);
            Assert.Equal(expected, paths.Cost);
            Assert.Equal(paths.Order.OrderBy(cell => paths.Cost[cell]), paths.Order);
            foreach (var cell in paths.Order.Skip(1))
                Assert.Equal(paths.Cost[cell], paths.Cost[paths.Parent[cell]] + price[cell]);
        },
        iter: 200);

    /// <summary>A ground of 6 x 6 cells where two cells of ten have no street.</summary>
    private static RoadNetwork Grid(int[] streets)
    {
        var ground = new Ground(6, new(1));
        Array.Clear(ground.Water);
        Array.Clear(ground.Wild);
        var roads = new RoadNetwork(ground);
        for (var cell = 0; cell < streets.Length; cell++)
        {
            if (cell == 0 || streets[cell] > 1)
                roads.Pave(cell, RoadClass.Local);
        }

        return roads;
    }

    private static int[] Relax(RoadNetwork roads, int[] price)
    {
        var cost = Enumerable.Repeat(int.MaxValue, price.Length).ToArray();
        cost[0] = 0;
        var neighbours = new int[4];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var cell = 0; cell < cost.Length; cell++)
            {
                if (cost[cell] == int.MaxValue)
                    continue;
                foreach (var next in neighbours[..roads.Neighbours(cell, neighbours)])
                {
                    if (cost[cell] + price[next] < cost[next])
                    {
                        cost[next] = cost[cell] + price[next];
                        changed = true;
                    }
                }
            }
        }

        return cost;
    }
}
