using FineFlow.Core;

namespace FineFlow.Synthetic.Tests.Routed;

public class CityFlowTests
{
    [Fact]
    public void Flow_has_a_long_tail_and_many_cells_are_nearly_empty()
    {
        var fine = Sorted(WeekOfCity.Slots.SelectMany(slot => slot.Fine.Values));
        Assert.InRange(fine.Count(value => value == 0) / (double)fine.Length, 0.25, 0.5);
        Assert.InRange(At(fine, 0.5), 1, 5);
        Assert.InRange(At(fine, 0.99), 80, 150);
        Assert.InRange(fine[^1], 200, 300);
        Assert.InRange(fine.Average(), 9, 15);
    }

    [Fact]
    public void Each_days_coarse_maximum_is_near_1500()
    {
        var largest = WeekOfCity.Slots.Select(slot => WeekOfCity.BlockSums(slot.Fine.Values).Max());
        var maxima = largest.Chunk(30).Select(day => day.Max()).ToArray();
        Assert.All(maxima, maximum => Assert.InRange(maximum, 1100, 2000));
        Assert.InRange(maxima.Average(), 1350, 1650);
    }

    [Fact]
    public void The_rush_hours_are_the_fullest_and_the_weekend_sleeps_late()
    {
        Assert.True(Total(day: 0, 8.5) > 1.15 * Total(day: 0, 14));
        Assert.True(Total(day: 0, 18) > 1.15 * Total(day: 0, 14));
        Assert.True(Total(day: 6, 7.5) < 0.7 * Total(day: 0, 7.5));
    }

    [Fact]
    public void Averages_of_the_past_beat_the_even_split_and_leave_much_to_learn()
    {
        var (even, average, best) = (0.0, 0.0, 0.0);
        var shares = MeanShares(slots: 150);
        for (var slot = 150; slot < 210; slot++)
        {
            var (truth, expected) = (WeekOfCity.Slots[slot].Fine.Values, WeekOfCity.Expected[slot]);
            var (coarse, coarseExpected) = (WeekOfCity.BlockSums(truth), WeekOfCity.BlockSums(expected));
            for (var cell = 0; cell < truth.Length; cell++)
            {
                var block = WeekOfCity.BlockOf(cell);
                even += Square(coarse[block] / 16 - truth[cell]);
                average += Square(coarse[block] * shares[cell] - truth[cell]);
                best += Square(coarseExpected[block] > 0 ? coarse[block] * expected[cell] / coarseExpected[block] - truth[cell] : 0);
            }
        }

        Assert.True(even > 6 * average, $"even split {even}, average {average}");
        Assert.True(average > 1.6 * best, $"average {average}, best possible {best}");
    }

    [Fact]
    public void External_factors_are_in_range_and_agree_with_the_time() => Assert.All(WeekOfCity.Slots, slot =>
    {
        var time = DateTime.UnixEpoch.AddSeconds(slot.Time);
        Assert.InRange(slot.External[0], -24.6f, 41);
        Assert.InRange(slot.External[1], 0, 48.6f);
        Assert.Equal(0, slot.External[2]);
        Assert.Equal(time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0, slot.External[3]);
        Assert.Equal(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, slot.External[TaxiBjColumns.Day]);
        Assert.Equal(time.Hour, slot.External[TaxiBjColumns.Hour]);
        Assert.InRange(slot.External[TaxiBjColumns.Weather], 1, 17);
    });

    private static double Total(int day, double hour) => WeekOfCity.Slots[day * 30 + (int)((hour - 7) * 2)].Fine.Values.Sum();

    /// <summary>The mean share of its coarse cell by fine cell.</summary>
    private static double[] MeanShares(int slots)
    {
        var (sums, counts) = (new double[WeekOfCity.Size * WeekOfCity.Size], new int[WeekOfCity.Size * WeekOfCity.Size]);
        foreach (var slot in WeekOfCity.Slots.Take(slots))
        {
            var coarse = WeekOfCity.BlockSums(slot.Fine.Values);
            for (var cell = 0; cell < sums.Length; cell++)
            {
                if (coarse[WeekOfCity.BlockOf(cell)] is > 0 and var flow)
                {
                    sums[cell] += slot.Fine.Values[cell] / flow;
                    counts[cell]++;
                }
            }
        }

        return [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : 1 / 16.0)];
    }

    private static double Square(double value) => value * value;

    private static float[] Sorted(IEnumerable<float> values) => [.. values.Order()];

    private static float At(float[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
