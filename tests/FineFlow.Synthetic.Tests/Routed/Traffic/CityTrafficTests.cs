using FineFlow.Synthetic.Routed.Plan;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Tests.Routed.Traffic;

public class CityTrafficTests
{
    private const double MeanFlow = 16;

    private static readonly CityTraffic Traffic = new(TestCity.Default.Roads, TestCity.Default.Use, MeanFlow, seed: 1);

    [Fact]
    public void Ordinary_demand_on_empty_roads_makes_the_mean_flow()
    {
        var flow = Expect(source => Rhythm.Shares(source.Kind), new(Peak: 0, Wet: 0));
        Assert.Equal(MeanFlow, flow.Average(), 1e-3);
    }

    [Fact]
    public void All_trips_of_a_venue_pass_its_entrance()
    {
        var source = Traffic.Sources.Count - 1;
        Assert.Equal(TripKind.Event, Traffic.Sources[source].Kind);
        var flow = Expect(Traffic.Sources[source], new(Peak: 0, Wet: 0));
        Assert.Equal(Traffic.Hubs[^1].Anchors[0].Cell, Array.IndexOf(flow, flow.Max()));
    }

    [Fact]
    public void Trips_to_work_end_where_the_work_is_and_trips_home_start_there()
    {
        var (use, cells) = (TestCity.Default.Use, TestCity.Default.Ground.Cells);
        var toWork = Expect(source => source.Kind == TripKind.ToWork ? 1 : 0, default);
        var errands = Expect(source => source.Kind == TripKind.Around ? 1 : 0, default);
        Assert.True(Weighted(toWork, use.Work) / toWork.Sum() > 1.15 * Weighted(toWork, use.Home) / toWork.Sum());

        // Long ways use wide roads, short ways the streets around.
        Assert.True(OnClass(toWork, RoadClass.Local) < 0.8 * OnClass(errands, RoadClass.Local));
        Assert.Equal(cells, toWork.Length);
    }

    [Fact]
    public void Rain_moves_flow_from_local_streets_to_wide_roads()
    {
        var (dry, wet) = (Expect(All, new(Peak: 0, Wet: 0)), Expect(All, new(Peak: 0, Wet: 1)));
        Assert.True(OnClass(wet, RoadClass.Local) < 0.9 * OnClass(dry, RoadClass.Local));
    }

    [Fact]
    public void Who_avoids_the_queues_leaves_the_fullest_roads()
    {
        var (free, peak) = (Expect(All, new(Peak: 0, Wet: 0)), Expect(All, new(Peak: 1, Wet: 0)));
        var fullest = Enumerable.Range(0, free.Length).OrderByDescending(cell => free[cell]).Take(200).ToArray();
        var (before, after) = (fullest.Sum(cell => free[cell]), fullest.Sum(cell => peak[cell]));
        Assert.True(after < 0.9 * before, $"{before} -> {after}");
    }

    [Fact]
    public void Nobody_drives_away_from_roads_further_than_positions_err()
    {
        var (flow, roads) = (Expect(All, new(Peak: 0.5, Wet: 0.2)), TestCity.Default.Roads);
        var far = TestCity.Default.Cells(cell => !Around(cell).Any(near => roads.Class[near] != RoadClass.None));
        Assert.True(far.Length > 100);
        Assert.All(far, cell => Assert.Equal(0, flow[cell]));
    }

    [Fact]
    public void A_queue_never_adds_and_never_reverses()
    {
        float[] flow = [0, 1, 50, 51, 300, 1e6f];
        var counted = flow.ToArray();
        CityTraffic.Queue(counted);
        Assert.Equal(0, counted[0]);
        Assert.Equal(150, counted[4], 1e-3);
        Assert.All(flow.Zip(counted), pair => Assert.True(pair.Second <= pair.First && pair.Second < 300));
        Assert.Equal(counted.Order(), counted);
    }

    private static double All(TripSource source) => Rhythm.At(source.Kind, 8.5, free: false);

    private static float[] Expect(TripSource only, RoadState roads) => Expect(source => source == only ? 1 : 0, roads);

    private static float[] Expect(Func<TripSource, double> demand, RoadState roads)
    {
        var flow = new float[TestCity.Default.Ground.Cells];
        Traffic.Expect([.. Traffic.Sources.Select(demand)], roads, flow);
        return flow;
    }

    private static double Weighted(float[] flow, double[] weights) => flow.Zip(weights, (count, weight) => count * weight).Sum();

    private static double OnClass(float[] flow, RoadClass road) =>
        TestCity.Default.Cells(cell => TestCity.Default.Roads.Class[cell] == road).Sum(cell => flow[cell]) / flow.Sum();

    private static IEnumerable<int> Around(int cell)
    {
        const int Last = TestCity.Size - 1;
        var (middleRow, middleColumn) = (cell / TestCity.Size, cell % TestCity.Size);
        for (var row = Math.Max(0, middleRow - 1); row <= Math.Min(Last, middleRow + 1); row++)
        {
            for (var column = Math.Max(0, middleColumn - 1); column <= Math.Min(Last, middleColumn + 1); column++)
                yield return row * TestCity.Size + column;
        }
    }
}
