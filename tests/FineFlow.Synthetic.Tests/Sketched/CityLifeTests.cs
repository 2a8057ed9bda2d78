using FineFlow.Core;
using FineFlow.Core.Baselines;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Synthetic.Sketched;

namespace FineFlow.Synthetic.Tests.Sketched;

public class CityLifeTests
{
    private const int Weekend = 3, Holiday = 2;

    [Fact]
    public void Nobody_drives_in_the_river_beside_the_bridges_or_in_the_park()
    {
        var (plan, flow) = (DefaultCity.Plan, TotalByCell(DefaultCity.Train, _ => true));
        var banned = Cells(cell => plan.Park[cell] || (plan.Water[cell] && plan.Arterial[cell] == 0));
        var bridges = Cells(cell => plan.Water[cell] && plan.Arterial[cell] > 0);
        Assert.True(banned.Length > 150);
        Assert.All(banned, cell => Assert.Equal(0, flow[cell]));
        Assert.True(bridges.Length > 8);
        Assert.All(bridges, cell => Assert.True(flow[cell] > 0));
    }

    [Fact]
    public void Flow_has_a_long_tail()
    {
        var (fine, coarse) = (Sorted(DefaultCity.Train.Fine.Values), Sorted(DefaultCity.Train.Coarse.Values));
        Assert.Equal(0, fine[fine.Length / 2]);
        Assert.InRange(fine[fine.Length * 99 / 100], 30, 80);
        Assert.InRange(fine[^1], 150, 500);
        Assert.InRange(coarse[coarse.Length / 2], 30, 120);
        Assert.InRange(coarse[coarse.Length * 99 / 100], 300, 900);
    }

    [Fact]
    public void The_core_is_full_in_the_morning_and_the_homes_in_the_evening()
    {
        var morning = TotalByCell(DefaultCity.Train, row => IsWorkday(row) && row[TaxiBjColumns.Hour] == 8);
        var evening = TotalByCell(DefaultCity.Train, row => IsWorkday(row) && row[TaxiBjColumns.Hour] == 19);
        var core = Cells(cell => DefaultCity.Use.Business[cell] > 0.5);
        var homes = Cells(cell => DefaultCity.Use.Residential[cell] > 0.5);
        Assert.True(core.Sum(cell => morning[cell]) > 1.5 * core.Sum(cell => evening[cell]));
        Assert.True(homes.Sum(cell => evening[cell]) > 1.2 * homes.Sum(cell => morning[cell]));
    }

    [Fact]
    public void The_core_rests_at_the_weekend()
    {
        var core = Cells(cell => DefaultCity.Use.Business[cell] > 0.5);
        var workdays = TotalByCell(DefaultCity.Train, row => IsWorkday(row) && row[TaxiBjColumns.Hour] == 9);
        var weekends = TotalByCell(DefaultCity.Train, row => row[Weekend] == 1 && row[TaxiBjColumns.Hour] == 9);

        // Five workdays to two days of weekend.
        Assert.True(core.Sum(cell => weekends[cell]) / 2 < 0.5 * core.Sum(cell => workdays[cell]) / 5);
    }

    [Fact]
    public void Rain_moves_flow_from_small_streets_to_arterials()
    {
        var dry = TotalByCell(DefaultCity.Train, row => row[TaxiBjColumns.Weather] <= 3);
        var wet = TotalByCell(DefaultCity.Train, row => row[TaxiBjColumns.Weather] >= 6);
        var arterials = Cells(cell => DefaultCity.Plan.Arterial[cell] > 0);
        Assert.True(arterials.Sum(cell => wet[cell]) / wet.Sum() > 1.15 * arterials.Sum(cell => dry[cell]) / dry.Sum());
    }

    [Fact]
    public void Averages_of_the_past_miss_most_of_what_could_be_known()
    {
        var (train, test) = (DefaultCity.Train, DefaultCity.Test);
        var even = Mse(EvenSplit.Predict(test.Coarse, CityPreset.ScaleFactor));
        var average = Mse(HistoricalAverage.Fit(train.Coarse, train.Fine, train.External).Predict(test.Coarse, test.External));
        var best = Mse(SharesOf(DefaultCity.ExpectedOfTest(), test.Coarse));
        Assert.True(average > 2 * best, $"historical average {average}, best possible {best}");
        Assert.True(even > 4 * average, $"even split {even}, historical average {average}");
    }

    [Fact]
    public void External_factors_are_in_range_and_agree_with_the_time()
    {
        foreach (var split in new[] { DefaultCity.Train, DefaultCity.Test })
        {
            for (var slot = 0; slot < split.Samples; slot++)
            {
                var row = split.External!.Row(slot);
                var time = DateTime.UnixEpoch.AddSeconds(split.Time![slot]);
                Assert.InRange(row[0], -24.6f, 41);
                Assert.InRange(row[1], 0, 48.6f);
                Assert.Equal(time is { Month: 5, Day: 1 } ? 1 : 0, row[Holiday]);
                Assert.Equal(time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0, row[Weekend]);
                Assert.Equal(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, row[TaxiBjColumns.Day]);
                Assert.Equal(time.Hour, row[TaxiBjColumns.Hour]);
                Assert.InRange(row[TaxiBjColumns.Weather], 1, 17);
            }
        }
    }

    private static float[] Sorted(float[] values)
    {
        var sorted = (float[])values.Clone();
        Array.Sort(sorted);
        return sorted;
    }

    private static bool IsWorkday(ReadOnlySpan<float> row) => row[Weekend] == 0 && row[Holiday] == 0;

    private static int[] Cells(Func<int, bool> which) => [.. Enumerable.Range(0, CityPlan.Cells).Where(which)];

    private static double[] TotalByCell(FlowSplit split, Func<float[], bool> which)
    {
        var totals = new double[CityPlan.Cells];
        for (var slot = 0; slot < split.Samples; slot++)
        {
            if (!which(split.External!.Row(slot).ToArray()))
                continue;
            var map = split.Fine.Sample(slot);
            for (var cell = 0; cell < totals.Length; cell++)
                totals[cell] += map[cell];
        }

        return totals;
    }

    private static FlowMaps SharesOf(double[] expected, FlowMaps coarse)
    {
        var shares = new float[expected.Length];
        var blocks = new double[coarse.Values.Length];
        for (var i = 0; i < expected.Length; i++)
            blocks[Block(i)] += expected[i];
        for (var i = 0; i < expected.Length; i++)
            shares[i] = blocks[Block(i)] > 0 ? (float)(expected[i] / blocks[Block(i)] * coarse.Values[Block(i)]) : 0;
        return new(new(coarse.Samples, 1, 64, 64), shares);

        static int Block(int i) => i / 4096 * 256 + i / 64 % 64 / 4 * 16 + i % 64 / 4;
    }

    private static double Mse(FlowMaps predicted)
    {
        var metrics = new MetricAccumulator(CityPlan.Cells);
        metrics.Add(DefaultCity.Test.Fine.Values, predicted.Values);
        return metrics.Result()[MetricCatalog.Mse];
    }
}
