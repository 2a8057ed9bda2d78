using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Reports;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models.Baselines;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Experiments.Tests.Reports;

public class ReportPageTests
{
    private const string Hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\u0007";

    [Fact]
    public void Nothing_of_a_run_becomes_html()
    {
        var (plain, hostile) = (ReportPage.Text(Report("name")), ReportPage.Text(Report(Hostile)));

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", hostile, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", hostile, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u0007', hostile);
        Assert.Equal(Tags(plain), Tags(hostile));
    }

    [Fact]
    public void Hostile_text_reaches_the_reader_as_it_is() =>
        Assert.Contains(Hostile.Replace('\u0007', ' '), WebUtility.HtmlDecode(ReportPage.Text(Report(Hostile))), StringComparison.Ordinal);

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        var page = ReportPage.Text(Report("name"));
        Assert.DoesNotMatch("(?i)<(script|link|iframe|object)|@import|url\\(|https?:", page);
        Assert.All(
            Regex.Matches(page, "src=\"([^\"]{0,30})"),
            source => Assert.StartsWith("data:image/png;base64,", source.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_can_be_read_by_ear()
    {
        var page = ReportPage.Text(Report("name"));
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "<h1>"));
        Assert.Single(Regex.Matches(page, "<img "));
        Assert.Single(Regex.Matches(page, "<img alt=\"[^\"]+\""));
        Assert.Equal(Regex.Count(page, "<table"), Regex.Count(page, "<caption>[^<]+</caption>"));
        Assert.Equal(Regex.Count(page, "<tr>"), Regex.Count(page, "<tr><th scope="));
        Assert.All(
            Regex.Matches(page, "aria-labelledby=\"([a-z]+)\""),
            id => Assert.Contains($"<h2 id=\"{id.Groups[1]}\">", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_data_the_page_shows_the_cards_numbers_and_says_what_is_missing()
    {
        var page = ReportPage.Text(Report("name") with { Splits = [], Notes = ["the data are gone"] });
        Assert.Contains("the data are gone", page, StringComparison.Ordinal);
        Assert.Contains("<dd>7.5<small>valid, from the card</small>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"metrics\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"repeat\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_of_each_split_are_on_the_page()
    {
        var page = ReportPage.Text(Report("name"));
        Assert.Contains(
            "<tr><th scope=\"row\">test</th><td>1</td><td>2.5</td><td>1.5811</td><td>1.5</td><td>1.125</td><td>n/a</td>"
                + "<td>62.5 %</td></tr>",
            page,
            StringComparison.Ordinal);
        Assert.Contains(
            "<tr><th scope=\"row\">4</th><td>1</td><td>1</td><td>1</td><td>1</td><td>0.25</td><td>0.25</td></tr>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">08:00</th><td>1</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_stand_beside_what_costs_nothing_and_what_is_possible()
    {
        var page = ReportPage.Text(Report("name"));
        Assert.Contains("Beside what costs nothing, test split", page, StringComparison.Ordinal);
        Assert.Matches("<th scope=\"row\">kernel history</th><td>3</td>.*<td>50.0 %</td></tr>", page);
        Assert.Matches("<th scope=\"row\">noise floor</th><td>1</td>.*<td>100.0 %</td></tr>", page);
        Assert.Contains("choose their cells independently", page, StringComparison.Ordinal);
    }

    private static string[] Tags(string page) => [.. Regex.Matches(page, "<(/?[a-z0-9]+)").Select(tag => tag.Groups[1].Value)];

    private static FlowMetrics Metrics(double mse, double rmse, double mae, double mape) =>
        new(1, (MetricCatalog.Mse, mse), (MetricCatalog.Rmse, rmse), (MetricCatalog.Mae, mae), (MetricCatalog.Mape, mape));

    private sealed record HostileLoss : FlowLoss
    {
        public override string Name => Text;

        public required string Text { get; init; }

        public override Tensor Compare(Tensor prediction, Tensor truth) => throw new NotSupportedException();
    }

    private static RunReport Report(string name)
    {
        var data = new DataDescription
        {
            Manifest = new DatasetManifest
            {
                Name = name,
                Description = name,
                Source = name,
                Units = name,
                Split = name,
                Channels = [name],
            },
            Fingerprint = name,
        };
        var (truth, inferred) = (new FlowMaps(new(1, 1, 1, 2), [0, 4]), new FlowMaps(new(1, 1, 1, 2), [2, 3]));
        return new()
        {
            Run = name,
            Manifest = new()
            {
                Model = name,
                Options = new MeanOptions(),
                Loss = new HostileLoss { Text = name },
                Recipe = Recipe.Common with { Name = name },
                Data = data,
                DataFolder = name,
                Seed = 3,
                Threads = 1,
                Versions = new(name, name, name, name, name),
            },
            Card = new()
            {
                Format = 1,
                Model = "mean",
                Options = new JsonObject { [name] = name },
                Parameters = 0,
                WeightsSha256 = name,
                NetworkSha256 = name,
                Recipe = name,
                Loss = name,
                Validation = Metrics(7.5, 2.7, 2, 0.5),
                Data = data,
            },
            History = [new(1, 0.1, 2, Metrics(7.5, 2.7, 2, 0.5), 0, true, 3, 4)],
            Splits =
            [
                new("test", new(Metrics(2.5, Math.Sqrt(2.5), 1.5, 1.125), new(1, 0, 0, 0, default), 0),
                    ErrorBreakdown.Of(truth, inferred, [8 * 3600]), CellErrors.Of(truth, inferred),
                    new(Metrics(5, 2, 2, 1), null, Metrics(3, 2, 2, 1)) { NoiseFloor = 1 }),
            ],
            Pictures = [new(ReportPart.Training, name, name, [1, 2, 3])],
            Notes = [name],
        };
    }
}
