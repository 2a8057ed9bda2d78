using System.Text.Json;
using CsCheck;
using FineFlow.Core.Metrics;

namespace FineFlow.Core.Tests.Metrics;

public class ErrorBreakdownTests
{
    private const long Midnight = 1_700_006_400;

    private static readonly Gen<(FlowMaps Truth, FlowMaps Inferred)> Maps =
        from samples in Gen.Int[1, 5]
        from channels in Gen.Int[1, 2]
        from cells in Gen.Int[1, 9]
        from truth in FlowGen.Value.Array[samples * channels * cells]
        from inferred in Gen.Float[-100, 1e6f].Array[samples * channels * cells]
        select (new FlowMaps(new(samples, channels, 1, cells), truth), new FlowMaps(new(samples, channels, 1, cells), inferred));

    [Fact]
    public void The_whole_split_has_the_metrics_of_the_protocol() => Maps.Sample(maps =>
    {
        var accumulator = new MetricAccumulator(maps.Truth.SampleLength);
        accumulator.Add(maps.Truth.Values, maps.Inferred.Values);
        AssertClose(accumulator.Result(), ErrorBreakdown.Of(maps.Truth, maps.Inferred).Metrics());
    });

    [Fact]
    public void Some_samples_have_the_metrics_of_a_split_of_them_alone() =>
        Gen.Select(Maps, Gen.Int[0, 4], Gen.Int[1, 5]).Sample((maps, start, count) =>
        {
            start = Math.Min(start, maps.Truth.Samples - 1);
            count = Math.Min(count, maps.Truth.Samples - start);
            var alone = ErrorBreakdown.Of(maps.Truth.Slice(start, count), maps.Inferred.Slice(start, count)).Metrics();
            AssertClose(alone, ErrorBreakdown.Of(maps.Truth, maps.Inferred).Metrics(Enumerable.Range(start, count)));
        });

    [Fact]
    public void Flow_classes_hold_every_cell_once_and_equal_flows_together() => Maps.Sample(maps =>
    {
        var classes = ErrorBreakdown.Of(maps.Truth, maps.Inferred).FlowClasses;
        foreach (var one in classes)
        {
            var cells = maps.Truth.Values.Zip(maps.Inferred.Values).Where(cell => cell.First >= one.From && cell.First <= one.To).ToArray();
            Assert.Equal(cells.Length, one.Errors.Cells);
            Assert.NotEmpty(cells);
            var absolute = cells.Sum(cell => Math.Abs((double)cell.First - cell.Second));
            Assert.Equal(absolute, one.Errors[MeanAbsoluteError.AbsoluteError], 1e-9 * (1 + absolute));
        }

        Assert.Equal(maps.Truth.Values.Length, classes.Sum(one => one.Errors.Cells));
        Assert.All(classes.Zip(classes.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
    });

    [Fact]
    public void Flows_without_ties_make_tenths_beside_the_cells_without_flow()
    {
        var truth = new FlowMaps(new(1, 1, 1, 125), [.. new float[25], .. Enumerable.Range(1, 100).Reverse().Select(flow => (float)flow)]);
        var classes = ErrorBreakdown.Of(truth, truth).FlowClasses;
        Assert.Equal([25, .. Enumerable.Repeat(10L, 10)], classes.Select(one => one.Errors.Cells));
        Assert.Equal(
            [(0, 0), .. Enumerable.Range(0, 10).Select(tenth => (10.0 * tenth + 1, 10.0 * tenth + 10))],
            classes.Select(one => (one.From, one.To)));
    }

    [Fact]
    public void Ties_take_the_places_of_classes()
    {
        // 80 % of the cells with flow have one vehicle: eight of the ten classes fall together.
        var truth = new FlowMaps(new(1, 1, 1, 10), [1, 1, 1, 1, 1, 1, 1, 1, 2, 7]);
        var classes = ErrorBreakdown.Of(truth, truth).FlowClasses;
        Assert.Equal([(1.0, 8L), (2.0, 1L), (7.0, 1L)], classes.Select(one => (one.To, one.Errors.Cells)));
    }

    [Fact]
    public void Flow_classes_do_not_depend_on_the_model() => Maps.Sample(maps => Assert.Equal(
        ErrorBreakdown.Of(maps.Truth, maps.Truth).FlowClasses.Select(one => (one.From, one.To, one.Errors.Cells)),
        ErrorBreakdown.Of(maps.Truth, maps.Inferred).FlowClasses.Select(one => (one.From, one.To, one.Errors.Cells))));

    [Fact]
    public void Hours_come_from_the_clock()
    {
        var (truth, inferred) = (new FlowMaps(new(3, 1, 1, 2), [1, 2, 3, 4, 5, 6]), new FlowMaps(new(3, 1, 1, 2)));
        var hours = ErrorBreakdown.Of(truth, inferred, [Midnight + 3599, Midnight - 1, Midnight + 86_400]).Hours;
        Assert.Equal([new(0, 2, Sums.Of(4, 1 + 4 + 25 + 36, 14, 4, 14)), new(23, 1, Sums.Of(2, 25, 7, 2, 7))], hours);
    }

    [Fact]
    public void Without_times_hours_come_from_the_external_factors_where_they_make_sense()
    {
        var truth = new FlowMaps(new(3, 1, 1, 1), [1, 2, 3]);
        var external = new ExternalFactors([0, 0, 0, 0, 1, 8, 1, 0, 0, 0, 0, 1, 24, 1, 0, 0, 0, 0, 1, 8, 1]);
        Assert.Equal([new(8, 2, Sums.Of(2, 10, 4, 2, 4))], ErrorBreakdown.Of(truth, new(new(3, 1, 1, 1)), external: external).Hours);
        Assert.Empty(ErrorBreakdown.Of(truth, truth).Hours);
    }

    [Fact]
    public void It_comes_back_from_json_as_it_was() => Maps.Sample(maps =>
    {
        var style = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        var times = Enumerable.Range(0, maps.Truth.Samples).Select(hour => hour * 3600L);
        var breakdown = ErrorBreakdown.Of(maps.Truth, maps.Inferred, [.. times]);
        var back = JsonSerializer.Deserialize<ErrorBreakdown>(JsonSerializer.Serialize(breakdown, style), style);
        Assert.Equivalent(breakdown, back, strict: true);
        Assert.True(breakdown.IsOfSameSplitAs(back!));
    });

    [Fact]
    public void A_document_of_before_a_metric_is_read_and_that_metric_is_unknown()
    {
        var style = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        const string Old = """
            {"truth": "f0", "sample_cells": 2, "squared": [8, 2], "absolute": [4, 2], "relative": [1, 0.5], "hours": [],
             "flow_classes": [{"from": 1, "to": 9, "errors": {"cells": 4, "squared": 10, "absolute": 6, "relative": 1.5}}]}
            """;
        var breakdown = JsonSerializer.Deserialize<ErrorBreakdown>(Old, style)!;
        Assert.Equal(2, breakdown.Samples);
        Assert.Equal(2.5, breakdown.Metrics()[MetricCatalog.Mse]);
        Assert.Equal(1.5, breakdown.FlowClasses[0].Errors[MetricCatalog.Mae]);
        Assert.True(double.IsNaN(breakdown.Metrics()[MetricCatalog.All[^1]]));
        Assert.Null(PairedBootstrap.Compare(Days(breakdown), Days(breakdown), slotsPerDay: 1)[MetricCatalog.All[^1]]);
        var again = JsonSerializer.Deserialize<ErrorBreakdown>(JsonSerializer.Serialize(breakdown, style), style);
        Assert.Equivalent(breakdown, again, strict: true);
        var torn = Old.Replace("[4, 2]", "[4]", StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ErrorBreakdown>(torn, style));

        static ErrorBreakdown Days(ErrorBreakdown one) => one with { SampleSums = [.. Enumerable.Repeat(one.SampleSums[0], 6)] };
    }

    [Fact]
    public void The_mean_of_runs_averages_every_sum() => Maps.Sample(maps =>
    {
        var time = Enumerable.Range(0, maps.Truth.Samples).Select(hour => hour * 3600L).ToArray();
        var (one, other) = (ErrorBreakdown.Of(maps.Truth, maps.Inferred, time), ErrorBreakdown.Of(maps.Truth, maps.Truth, time));
        var mean = ErrorBreakdown.Mean([one, other]);
        var metrics = one.Metrics();
        AssertClose(
            new(metrics.Samples, MetricCatalog.All.Select(metric =>
                (metric, metrics[metric] / (metric == MetricCatalog.Rmse ? Math.Sqrt(2) : 2)))),
            mean.Metrics());
        Assert.Equal(
            one.Hours.Select(hour => (hour.Samples, hour.Errors[MeanAbsoluteError.AbsoluteError] / 2)),
            mean.Hours.Select(hour => (hour.Samples, hour.Errors[MeanAbsoluteError.AbsoluteError])));
        Assert.Equal(
            one.FlowClasses.Select(one => (one.Errors.Cells, one.Errors[MeanSquaredError.SquaredError] / 2)),
            mean.FlowClasses.Select(one => (one.Errors.Cells, one.Errors[MeanSquaredError.SquaredError])));
    });

    [Fact]
    public void Other_maps_and_other_slots_are_another_split()
    {
        var (truth, other) = (new FlowMaps(new(2, 1, 1, 1), [1, 2]), new FlowMaps(new(2, 1, 1, 1), [2, 1]));
        var breakdown = ErrorBreakdown.Of(truth, truth, [0, 1]);
        Assert.False(breakdown.IsOfSameSplitAs(ErrorBreakdown.Of(other, other, [0, 1])));
        Assert.False(breakdown.IsOfSameSplitAs(ErrorBreakdown.Of(truth, truth, [0, 2])));
        Assert.True(breakdown.IsOfSameSplitAs(ErrorBreakdown.Of(truth, other, [0, 1])));
        Assert.Throws<ArgumentException>(() => ErrorBreakdown.Mean([breakdown, ErrorBreakdown.Of(other, other, [0, 1])]));
    }

    [Fact]
    public void Maps_that_do_not_belong_together_are_refused()
    {
        var maps = new FlowMaps(new(2, 1, 1, 2));
        Assert.Throws<ArgumentException>(() => ErrorBreakdown.Of(maps, new FlowMaps(new(2, 1, 2, 1))));
        Assert.Throws<ArgumentException>(() => ErrorBreakdown.Of(maps, maps, [1]));
        Assert.Throws<ArgumentException>(() => ErrorBreakdown.Of(maps, maps, external: new([])));
        Assert.Throws<ArgumentException>(() => ErrorBreakdown.Of(new FlowMaps(new(0, 1, 1, 1)), new FlowMaps(new(0, 1, 1, 1))));
        var bad = Assert.Throws<BadInputException>(() => ErrorBreakdown.Of(maps, new FlowMaps(new(2, 1, 1, 2), [0, 0, 0, float.NaN])));
        Assert.Contains("[sample 1, channel 0, row 0, column 1] is NaN", bad.Message, StringComparison.Ordinal);
    }

    private static void AssertClose(FlowMetrics expected, FlowMetrics actual)
    {
        Assert.Equal(expected.Samples, actual.Samples);
        Assert.All(MetricCatalog.All, metric => Assert.True(
            expected[metric].Equals(actual[metric]) || Math.Abs(expected[metric] - actual[metric]) <= 1e-12 * expected[metric],
            $"{metric}: {expected[metric]} and {actual[metric]}"));
    }
}
