using CsCheck;
using FineFlow.Core.Metrics;

namespace FineFlow.Core.Tests.Metrics;

/// <summary>What holds for every metric: a new one is tested by being in the catalog.</summary>
public class MetricCatalogTests
{
    private static readonly Gen<(float[] Truth, float[] Inferred)> Cells =
        Gen.Select(FlowGen.Value.Array[1, 200], Gen.Float[0, 1e5f].Array[200], (truth, inferred) => (truth, inferred[..truth.Length]));

    [Fact]
    public void Keys_and_titles_are_each_used_once_and_fit_json_and_tables()
    {
        Assert.Equal(MetricCatalog.All.Count, MetricCatalog.All.Select(metric => metric.Key).Distinct().Count());
        Assert.Equal(MetricCatalog.All.Count, MetricCatalog.All.Select(metric => metric.Title).Distinct().Count());
        Assert.All(MetricCatalog.All, metric => Assert.Matches("^[a-z][a-z0-9_]*$", metric.Key));
        Assert.Equal(MetricCatalog.Terms.Count, MetricCatalog.Terms.Select(term => term.Key).Distinct().Count());
        Assert.DoesNotContain(
            MetricCatalog.Terms, term => term.Key is "cells" or "truth" or "sample_cells" or "time" or "weekdays" or "hours");
    }

    [Fact]
    public void The_perfect_map_is_not_beaten_by_any_other() => Cells.Sample(cells =>
    {
        var (perfect, other) = (Measure(cells.Truth, cells.Truth), Measure(cells.Truth, cells.Inferred));
        Assert.All(MetricCatalog.All, metric => Assert.False(metric.IsBetter(other[metric], perfect[metric])));
    });

    [Fact]
    public void The_difference_of_two_models_is_that_of_their_values() => Cells.Sample(cells =>
    {
        var truth = new FlowMaps(new(1, 1, 1, cells.Truth.Length), cells.Truth);
        var shape = new FlowShape(1, 1, 1, cells.Truth.Length);
        var first = ErrorBreakdown.Of(truth, new(shape, cells.Inferred)).SampleSums[0];
        var second = ErrorBreakdown.Of(truth, new(shape, [.. cells.Truth.Select(flow => flow + 1)])).SampleSums[0];
        var change = new CellSums(0, [.. MetricCatalog.Terms.Select(term => second[term] - first[term])]);
        Assert.All(MetricCatalog.All.Where(metric => !double.IsNaN(first[metric])), metric => Assert.Equal(
            second[metric] - first[metric], metric.Difference(first, change), 1e-9 * (1 + first[metric] + second[metric])));
    });

    [Fact]
    public void Busy_cells_weigh_as_much_as_their_flow()
    {
        var wape = MetricCatalog.All.Single(metric => metric.Key == "wape");
        Assert.Equal(0.11, Measure([100, 0, 0], [90, 1, 0])[wape], 1e-12);
        Assert.Equal("n/a", wape.Text(Measure([0, 0], [1, 0])[wape]));
    }

    private static FlowMetrics Measure(float[] truth, float[] inferred)
    {
        var accumulator = new MetricAccumulator(truth.Length);
        accumulator.Add(truth, inferred);
        return accumulator.Result();
    }
}
