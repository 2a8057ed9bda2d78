using FineFlow.Core;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Comparison;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Tests.Comparison;

public class ComparisonMarkdownTests
{
    [Fact]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head_whatever_the_names()
    {
        var page = ComparisonMarkdown.Of(Report("a | b\n| c |\r<b>"), ["map.png"]);
        var tables = page.Split("\n\n").Where(part => part.StartsWith('|')).ToArray();
        Assert.Equal(2 + 2 * MetricCatalog.All.Count, tables.Length);
        Assert.All(tables, table => Assert.Single(table.TrimEnd().Split('\n').Select(Cells).Distinct()));
        Assert.DoesNotContain("<b>", page.Replace("\\<b\\>", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_have_their_intervals_or_the_reason_why_not()
    {
        var with = ComparisonMarkdown.Of(Report("ha"), ["map.png"]);
        Assert.Contains("-2 (-3 to -1, p < 0.001)", with, StringComparison.Ordinal);
        Assert.Contains("samples of 8 days", with, StringComparison.Ordinal);

        var report = Report("ha");
        var undated = report with { Differences = [report.Differences[0] with { Bootstrap = null }], NoIntervals = "too few" };
        var without = ComparisonMarkdown.Of(undated, ["map.png"]);
        Assert.Contains("No intervals: too few.", without, StringComparison.Ordinal);
        Assert.Contains("| -2 | -1 | +0.5 |", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_stand_beside_what_costs_nothing_and_what_is_possible()
    {
        var page = ComparisonMarkdown.Of(Report("ha"), ["map.png"]);

        Assert.Matches(@"\| ha \| mean \|.*\| 4 \|.*\| 25\.0 % \|", page);
        Assert.Matches(@"\| kernel history \|.*\| 2 \|.*\| 75\.0 % \|", page);
        Assert.Matches(@"\| noise floor \|.*\| 1 \|.*\| 100\.0 % \|", page);
        Assert.Contains("choose their cells independently", page, StringComparison.Ordinal);

        var bare = Report("ha") with { Baselines = new(Metrics(5, 2, 1, 0.5), null, null) };
        var without = ComparisonMarkdown.Of(bare, ["map.png"]);
        Assert.Contains("no train split", without, StringComparison.Ordinal);
        Assert.DoesNotContain("| noise floor |", without, StringComparison.Ordinal);
    }

    private static readonly ErrorBreakdown Errors =
        ErrorBreakdown.Of(new FlowMaps(new(1, 1, 1, 2), [0, 3]), new FlowMaps(new(1, 1, 1, 2), [1, 2]), [8 * 3600]);

    /// <summary>Cells of a row, counted at the bars that no backslash precedes.</summary>
    private static int Cells(string row) => row.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|');

    private static ComparisonReport Report(string name) => new(
        "city", "f00", null, "trips", "test", 240, [$"{name} is odd"], [Run("mean"), Run(name)],
        [new(name, "mean", Metrics(2, 1, 1.5, 0.6), Metrics(4, 2, 1, 0.5), 0.6, 0.3, new(8, (MetricCatalog.Mse, new(-2, -3, -1, 0.0002))))],
        null,
        1,
        Baselines);

    private static Baselines Baselines => new(Metrics(5, 2, 1, 0.5), Metrics(3, 2, 1, 0.5), Metrics(2, 1, 1, 0.5)) { NoiseFloor = 1 };

    private static ComparedRun Run(string name) => new(
        name,
        name,
        "mean",
        "common",
        "mse",
        ConservationMode.AsPublished,
        0,
        0,
        true,
        Metrics(4, 2, 1, 0.5),
        0.25,
        0,
        true,
        FlowClassRow.Of(Errors),
        HourRow.Of(Errors));

    private static FlowMetrics Metrics(double mse, double rmse, double mae, double mape) =>
        new(240, (MetricCatalog.Mse, mse), (MetricCatalog.Rmse, rmse), (MetricCatalog.Mae, mae), (MetricCatalog.Mape, mape));
}
