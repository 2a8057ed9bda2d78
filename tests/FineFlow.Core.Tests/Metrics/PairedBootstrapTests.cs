using FineFlow.Core.Metrics;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Metrics;

public class PairedBootstrapTests
{
    private const int Day = 86_400;

    [Fact]
    public void A_planted_difference_is_found()
    {
        var comparison = PairedBootstrap.Compare(Errors(seed: 1, days: 30), Errors(seed: 1, days: 30, better: 0.2));
        foreach (var metric in MetricCatalog.All)
        {
            // Of a mean of 1 a fifth is missing; its root is then smaller by a tenth.
            var (most, least) = metric == MetricCatalog.Rmse ? (-0.15, -0.05) : (-0.3, -0.1);
            var difference = comparison[metric]!;
            Assert.InRange(difference.Difference, most, least);
            Assert.InRange(difference.Difference, difference.Low, difference.High);
            Assert.True(difference.High < 0);
            Assert.InRange(difference.P, 0, 0.001);
        }

        Assert.Equal(30, comparison.Days);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(7)]
    public void Where_there_is_no_difference_one_in_twenty_is_found(int days)
    {
        const int draws = 300;
        var found = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var mae = PairedBootstrap.Compare(Errors(2L * draw + 10, days), Errors(2L * draw + 11, days))[MetricCatalog.Mae]!;
            Assert.Equal(mae.P < 0.05, mae.Low > 0 || mae.High < 0);
            found += mae.P < 0.05 ? 1 : 0;
        }

        Assert.InRange(found, 0.025 * draws, 0.075 * draws);
    }

    [Fact]
    public void A_model_does_not_differ_from_itself() =>
        Assert.Equal(new MetricDifference(0, 0, 0, 1), PairedBootstrap.Compare(Errors(1, 6), Errors(1, 6))[MetricCatalog.Mse]!);

    [Fact]
    public void The_interval_has_the_width_that_theory_expects()
    {
        // 400 days with independent differences: the mean's standard error is known.
        var (a, b) = (Errors(5, 400), Errors(6, 400));
        var slots = a.SampleSums.Zip(b.SampleSums, (one, other) =>
            (other[MeanAbsoluteError.AbsoluteError] - one[MeanAbsoluteError.AbsoluteError]) / 10);
        var daily = slots.Chunk(4).Select(day => day.Average()).ToArray();
        var error = Math.Sqrt(daily.Sum(value => Math.Pow(value - daily.Average(), 2)) / 399 / 400);
        var mae = PairedBootstrap.Compare(a, b)[MetricCatalog.Mae]!;
        Assert.Equal(daily.Average(), mae.Difference, 1e-12);
        Assert.InRange((mae.High - mae.Low) / (2 * 1.96 * error), 0.95, 1.05);
    }

    [Fact]
    public void Slots_of_one_day_stay_together()
    {
        // Each day's four slots have one error: were slots drawn alone, the interval would be half as wide.
        var (a, b) = (Errors(5, 50), Errors(6, 50));
        var together = PairedBootstrap.Compare(OneErrorADay(a), OneErrorADay(b))[MetricCatalog.Mae]!;
        var (first, second) = (OneErrorADay(a) with { Time = Slots(200, Day) }, OneErrorADay(b) with { Time = Slots(200, Day) });
        var alone = PairedBootstrap.Compare(first, second)[MetricCatalog.Mae]!;
        Assert.InRange((together.High - together.Low) / (alone.High - alone.Low), 1.8, 2.2);
    }

    [Fact]
    public void The_other_way_round_is_the_mirror()
    {
        var (a, b) = (Errors(5, 20), Errors(6, 20));
        var (there, back) = (PairedBootstrap.Compare(a, b)[MetricCatalog.Mse]!, PairedBootstrap.Compare(b, a)[MetricCatalog.Mse]!);
        Assert.Equal(there.P, back.P);
        Assert.Equal((there.Difference, there.Low, there.High), (-back.Difference, -back.High, -back.Low));
    }

    [Fact]
    public void The_order_of_the_samples_does_not_matter()
    {
        var (a, b) = (Errors(5, 20), Errors(6, 20));
        var order = BatchOrder.Shuffle(a.Samples, seed: 3, epoch: 0);
        var there = PairedBootstrap.Compare(a, b)[MetricCatalog.Mape]!;
        var shuffled = PairedBootstrap.Compare(Reordered(a, order), Reordered(b, order))[MetricCatalog.Mape]!;
        Assert.Equal(there.P, shuffled.P);
        Assert.Equal(there.Low, shuffled.Low, 1e-12);
        Assert.Equal(there.High, shuffled.High, 1e-12);
    }

    [Fact]
    public void The_same_input_gives_the_same_numbers() =>
        AssertSame(PairedBootstrap.Compare(Errors(5, 20), Errors(6, 20)), PairedBootstrap.Compare(Errors(5, 20), Errors(6, 20)));

    [Fact]
    public void Without_times_consecutive_samples_make_days()
    {
        var (a, b) = (Errors(5, 20), Errors(6, 20));
        AssertSame(PairedBootstrap.Compare(a, b), PairedBootstrap.Compare(a with { Time = null }, b with { Time = null }, slotsPerDay: 4));

        int[] weekdays = [.. a.Time!.Select(time => (int)(1 + time / Day % 7))];
        var (first, second) = (a with { Time = null, Weekdays = weekdays }, b with { Time = null, Weekdays = weekdays });
        AssertSame(PairedBootstrap.Compare(a, b), PairedBootstrap.Compare(first, second, slotsPerDay: 48));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_with_the_reason()
    {
        var errors = Errors(1, 10);
        Assert.Contains("different maps", Refusal(errors, errors with { Truth = "other" }), StringComparison.Ordinal);
        var undated = errors with { Time = null };
        Assert.Contains("days of the samples are unknown", Refusal(undated, undated), StringComparison.Ordinal);
        Assert.Contains("has 4 days", Refusal(Errors(1, 4), Errors(2, 4)), StringComparison.Ordinal);
        Assert.Null(PairedBootstrap.Obstacle(Errors(1, 5)));
    }

    private static string Refusal(ErrorBreakdown a, ErrorBreakdown b) =>
        Assert.Throws<BadInputException>(() => PairedBootstrap.Compare(a, b)).Message;

    /// <summary>Four slots a day of ten cells with errors around 1, better by so much.</summary>
    private static ErrorBreakdown Errors(long seed, int days, double better = 0)
    {
        var random = new RandomStream(seed);
        double[] Draw() => [.. Enumerable.Range(0, 4 * days).Select(_ => 10 * (1 - better + 0.3 * random.NextGaussian()))];
        var (squared, absolute, relative) = (Draw(), Draw(), Draw());
        return new()
        {
            Truth = "same",
            SampleCells = 10,
            SampleSums =
            [
                .. Enumerable.Range(0, 4 * days)
                    .Select(slot => Sums.Of(10, squared[slot], absolute[slot], relative[slot], flow: 10)),
            ],
            Time = Slots(4 * days, Day / 4),
            FlowClasses = [],
            Hours = [],
        };
    }

    private static long[] Slots(int count, int seconds) => [.. Enumerable.Range(0, count).Select(slot => slot * (long)seconds)];

    private static ErrorBreakdown OneErrorADay(ErrorBreakdown errors) =>
        errors with { SampleSums = [.. Enumerable.Range(0, errors.Samples).Select(slot => errors.SampleSums[slot / 4 * 4])] };

    private static void AssertSame(PairedComparison one, PairedComparison other)
    {
        Assert.Equal(one.Days, other.Days);
        Assert.All(MetricCatalog.All, metric => Assert.Equal(one[metric], other[metric]));
    }

    private static ErrorBreakdown Reordered(ErrorBreakdown errors, int[] order) => errors with
    {
        SampleSums = [.. order.Select(sample => errors.SampleSums[sample])],
        Time = [.. order.Select(sample => errors.Time![sample])],
    };
}
