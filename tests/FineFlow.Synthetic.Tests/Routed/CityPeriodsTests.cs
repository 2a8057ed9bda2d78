using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed;
using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Tests.Routed;

public class CityPeriodsTests
{
    private const int Size = 64;

    private static readonly CityPreset[] Periods =
        [.. CityPreset.All.Where(preset => preset.Name.StartsWith("taxibj", StringComparison.Ordinal))];

    [Fact]
    public void The_periods_are_of_one_city_whose_main_roads_only_grow()
    {
        var stages = Enumerable.Range(0, 4).Select(MainRoadsOf).ToArray();
        for (var stage = 1; stage < stages.Length; stage++)
        {
            Assert.All(stages[0].Zip(stages[stage]), pair => Assert.True(pair.Second >= pair.First));
            Assert.All(stages[stage - 1].Zip(stages[stage]), pair => Assert.True(pair.Second >= pair.First));
        }

        var (first, last) = (stages[0].Count(road => road != RoadClass.None), stages[3].Count(road => road != RoadClass.None));
        Assert.InRange(last - first, 0.05 * first, 0.4 * first);
    }

    [Fact]
    public void The_level_moves_as_that_of_TaxiBJ()
    {
        // Errors of the even split, published for P1, P3 and P4: 12.019, 16.029, 11.070.
        var flow = Periods.Select(preset => preset.Routes!.MeanFlow).ToArray();
        Assert.Equal(4, flow.Length);
        Assert.Equal(16.029 / 12.019, flow[2] / flow[0], 0.05);
        Assert.Equal(11.070 / 12.019, flow[3] / flow[0], 0.05);
    }

    [Fact]
    public void The_same_day_looks_different_in_a_later_stage()
    {
        var (before, after) = (Shares(stage: 0), Shares(stage: 3));
        var moved = before.Zip(after, (a, b) => Math.Abs(a - b)).Sum() / 2;
        Assert.InRange(moved, 0.05, 0.5);
    }

    [Fact]
    public void The_periods_do_not_overlap_and_lie_in_the_published_years()
    {
        var spans = Periods.Select(period => (First: period.FirstDay, Last: period.FirstDay.AddDays((period.Samples - 1) / 30))).ToArray();
        Assert.Equal(
            [
                (new DateOnly(2013, 7, 22), new DateOnly(2013, 10, 31)),
                (new DateOnly(2014, 2, 1), new DateOnly(2014, 5, 30)),
                (new DateOnly(2015, 3, 1), new DateOnly(2015, 7, 5)),
                (new DateOnly(2015, 11, 1), new DateOnly(2016, 3, 21)),
            ],
            spans);
    }

    private static RoadClass[] MainRoadsOf(int stage)
    {
        var random = new FineFlow.Core.Sampling.RandomStream(5);
        var roads = new RoadNetwork(new(Size, random));
        new MainRoads(roads, stage, random).Draw();
        return roads.Class;
    }

    private static double[] Shares(int stage)
    {
        var day = new RoutedCity(Size, stage, meanFlow: 8, seed: 4).DayOf(new(2015, 4, 1));
        var (sums, expected) = (new double[Size * Size], new float[Size * Size]);
        for (var slot = 0; slot < DayHours.Slots; slot++)
        {
            day.Expect(DayHours.Begin(slot), expected);
            for (var cell = 0; cell < sums.Length; cell++)
                sums[cell] += expected[cell];
        }

        var total = sums.Sum();
        return [.. sums.Select(sum => sum / total)];
    }
}
