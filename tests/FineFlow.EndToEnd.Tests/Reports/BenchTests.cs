using System.Text.Json;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public class BenchTests
{
    private static readonly string[] Quick =
        ["bench", "--models", "espcn", "--seconds", "0.05", "--threads", "2", "--set", "height=8", "--set", "width=8", "--batch", "1,2"];

    [Fact]
    [Trait(ExpectedFile.Trait, ExpectedFile.File)]
    public void The_report_is_one_json_object_with_ceiling_results_and_profile()
    {
        var outcome = Fineflow.RunWell([.. Quick, "--profile", "--micro-batch", "1", "--json"]);
        var report = outcome.Json();
        ReportShape.Matches("bench", report);

        Assert.Equal(2, report.GetProperty("threads").GetInt32());
        Assert.InRange(report.GetProperty("seconds_to_first_prediction").GetDouble(), 0.05, 600);
        var ceiling = report.GetProperty("ceiling");
        Assert.Contains(ceiling.GetProperty("before").GetProperty("kernels").EnumerateArray(), kernel =>
            kernel.GetProperty("name").GetString() == "conv 3x3 nhwc forward+backward" && kernel.GetProperty("type").GetString() == "fp32");
        var gflops = ceiling.GetProperty("fp32_gflops").GetDouble();
        Assert.Equal(gflops, new[] { "before", "after" }.Max(when => ceiling.GetProperty(when).GetProperty("fp32_gflops").GetDouble()));

        var results = report.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(
            ["infer 1", "infer 2", "train 1", "train 2"],
            results.Select(result => $"{result.GetProperty("mode")} {result.GetProperty("batch")}"));
        Assert.Equal(
            [false, false, true, true],
            results.Select(result => result.TryGetProperty("micro_batch", out var piece) && piece.GetInt32() == 1));
        Assert.All(results, result =>
        {
            var forwards = result.GetProperty("mode").GetString() == "train" ? 3 : 1;
            var work = 2e-9 * result.GetProperty("multiply_adds").GetInt64() * forwards;
            var speed = result.GetProperty("samples_per_second").GetProperty("median").GetDouble();
            Assert.Equal(work * speed, result.GetProperty("gflops").GetDouble(), tolerance: 1e-6 * work * speed);
            Assert.Equal(work * speed / gflops, result.GetProperty("of_ceiling").GetDouble(), tolerance: 1e-6 * work * speed / gflops);
        });
        Assert.True(results[0].GetProperty("latency").GetProperty("p99_milliseconds").GetDouble() > 0);

        var profile = report.GetProperty("profiles").EnumerateArray().First();
        var layers = profile.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("seconds").GetDouble());
        Assert.InRange(layers, 1e-7, profile.GetProperty("forward_seconds").GetDouble());
        Assert.Equal(JsonValueKind.Object, profile.GetProperty("step").ValueKind);
        Assert.Contains("ceiling, after", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void People_get_tables()
    {
        var shown = Fineflow.RunWell([.. Quick, "--mode", "infer", "--profile", "--device", "auto"]).Out;

        Assert.Contains("GFLOP/s in fp32", shown, StringComparison.Ordinal);
        Assert.Matches("│ espcn +│ infer +│ fp32 +│ 2 +│", shown);
        Assert.DoesNotMatch("│ espcn +│ train +│", shown);
        Assert.Matches("│ outside of layers +│", shown);
        Assert.DoesNotContain("…", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--models nosuch", "model 'nosuch': is unknown", "plgf")]
    [InlineData("--models plgf,", "model '': is unknown")]
    [InlineData("--batch 0", "setting 'batches': is 0; expected 1 to 1024", "(option --batch)")]
    [InlineData("--batch 1,x", "option --batch: 'x'; expected whole numbers")]
    [InlineData("--micro-batch 0", "setting 'micro_batch': is 0; expected at least 1")]
    [InlineData(
        "--models uno --micro-batch 2 --set height=8 --set width=8 --set base_channels=2",
        "setting 'micro_batch': does not fit uno")]
    [InlineData("--seconds 0", "setting 'seconds': is 0; expected more than 0", "(option --seconds)")]
    [InlineData("--seconds soon", "--seconds: is 'soon'")]
    [InlineData("--mode fly", "option --mode: 'fly'; expected infer, train")]
    [InlineData("--threads 0", "setting 'threads': is 0; expected 1 to 4096", "(option --threads)")]
    [InlineData("--models plgf,uno --profile", "setting 'profile': shows one model, but 2 are named", "(option --profile)")]
    [InlineData("--profile --device cuda", "setting 'profile': times layers on the CPU alone", "(option --profile)")]
    [InlineData("--device cuda:99", "setting 'device': is cuda:99", "(option --device)")]
    [InlineData("--set nosuch=1", "setting 'nosuch': is unknown to plgf")]
    public void What_cannot_be_measured_is_refused(string arguments, params string[] words) =>
        Fineflow.Run(["bench", .. arguments.Split(' ')]).AssertRefused(words);
}
