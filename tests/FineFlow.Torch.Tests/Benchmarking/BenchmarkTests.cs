using System.Text.Json.Nodes;
using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Models;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Tests.Benchmarking;

public class BenchmarkTests
{
    private static readonly BenchmarkOptions Small = new()
    {
        Models = ["espcn", "mean", "srcnn"],
        Batches = [3, 1],
        Seconds = 0.05,
        Settings = new Dictionary<string, JsonNode?> { ["height"] = 8, ["width"] = 8 },
        Ceiling = new CeilingShapes([32], Channels: 8, Side: 8, Batch: 2),
    };

    [Fact]
    public void Every_model_is_measured_in_every_mode_and_batch_that_it_has()
    {
        var said = new Said();

        var report = Benchmark.Run(Small, said);

        string[] expected =
        [
            "espcn Infer 1", "espcn Infer 3", "espcn Train 1", "espcn Train 3", "mean Infer 1", "mean Infer 3",
            "srcnn Infer 1", "srcnn Infer 3", "srcnn Train 1", "srcnn Train 3",
        ];
        Assert.Equal(expected, report.Results.Select(result => $"{result.Model} {result.Mode} {result.Batch}"));
        Assert.Contains("memory of srcnn", said.Phases);
        Assert.Empty(report.Profiles);
        Assert.Equal(TorchSharp.torch.get_num_threads(), report.Threads);
        Assert.InRange(report.SecondsToFirstPrediction, 0.01, 3600);
    }

    [Fact]
    public void Figures_follow_from_one_another()
    {
        var report = Benchmark.Run(Small);

        Assert.All(report.Results, result =>
        {
            var forwards = result.Mode == BenchmarkMode.Train ? 3 : 1;
            var gflops = 2e-9 * result.MultiplyAdds * forwards * result.SamplesPerSecond.Median;
            Assert.Equal(gflops, result.Gflops, tolerance: 1e-9 * result.Gflops);
            Assert.Equal(result.Gflops / report.Ceiling.Fp32Gflops, result.OfCeiling);
            Assert.InRange(result.Rounds, 3, int.MaxValue);
            Assert.InRange(result.SamplesPerSecond.P10, 1e-3, result.SamplesPerSecond.Median);
            Assert.InRange(result.SamplesPerSecond.Median, 0, result.SamplesPerSecond.P90);
            Assert.Equal(result is { Mode: BenchmarkMode.Infer, Batch: 1 }, result.Latency is not null);
            if (result.Latency is { } latency)
            {
                Assert.InRange(latency.P50Milliseconds, 1000 / result.SamplesPerSecond.P90, 1000 / result.SamplesPerSecond.P10);
                Assert.InRange(latency.P99Milliseconds, latency.P50Milliseconds, 1e6);
            }

            if (OperatingSystem.IsLinux())
            {
                Assert.InRange(result.PeakMemoryBytes!.Value, 20_000_000, 64_000_000_000);
            }
        });
    }

    [Theory]
    [InlineData("plgf")]
    [InlineData("uno")]
    public void Rounds_and_results_leave_no_tensor_behind(string name)
    {
        var entry = ModelCatalog.Find(name);
        using var model = new BenchedModel(entry, entry.Configure(CatalogCases.Settings(name)));
        var cases = BenchmarkCase.CreateAll(model, Small);
        var ceiling = new CeilingMeasurement([]);
        var live = new List<long>();

        for (var i = 0; i < 3; i++)
        {
            foreach (var measured in cases)
            {
                measured.Times.Turn(TimeSpan.FromTicks(1), atLeast: 2);
                measured.Result(new Ceiling(ceiling, ceiling), peak: null);
            }

            ModelProfile.Measure(model, batch: 2, train: true, TimeSpan.FromTicks(1));
            live.Add(LiveTensors.Count);
        }

        // The first training step makes gradients and moments, which stay with the model.
        Assert.Single(live.Distinct());
    }

    [Fact]
    public void Models_that_do_not_admit_bf16_are_left_out_there()
    {
        var both = Small with
        {
            Models = ["espcn", "plgf"],
            Settings = CatalogCases.Settings("plgf").Where(s => s.Key is "height" or "width" or "base_channels").ToDictionary(),
            Batches = [1],
            Precisions = [ComputePrecision.Bf16, ComputePrecision.Fp32],
        };

        var report = Benchmark.Run(both);

        Assert.Equal(
            ["espcn Infer Fp32", "espcn Train Fp32", "plgf Infer Fp32", "plgf Train Fp32", "plgf Infer Bf16", "plgf Train Bf16"],
            report.Results.Select(result => $"{result.Model} {result.Mode} {result.Precision}"));
        Assert.All(report.Results, result => Assert.Equal(
            result.Precision == ComputePrecision.Fp32 || report.Ceiling.Bf16Gflops is not null, result.OfCeiling is not null));
        var espcn = Small with { Models = ["espcn"], Precisions = [ComputePrecision.Bf16] };
        Assert.Contains(
            "is bf16, which espcn cannot compute in", Refused.By(() => Benchmark.Run(espcn)), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_alone_has_no_latency_and_measures_no_inference()
    {
        var report = Benchmark.Run(Small with { Models = ["espcn", "espcn"], Modes = [BenchmarkMode.Train], Batches = [1] });

        var only = Assert.Single(report.Results);
        Assert.Equal((BenchmarkMode.Train, null), (only.Mode, only.Latency));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(3601)]
    public void Seconds_out_of_range_are_refused(double seconds) => Assert.Contains(
        "setting 'seconds'", Refused.By(() => Benchmark.Run(Small with { Seconds = seconds }, new Unheard())), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_batch_out_of_range_is_refused(int batch) => Assert.Contains(
        $"is {batch};", Refused.By(() => Benchmark.Run(Small with { Batches = [1, batch] }, new Unheard())), StringComparison.Ordinal);

    [Fact]
    public void Models_and_settings_that_do_not_exist_are_refused_before_anything_is_measured()
    {
        var unknown = Small with { Models = ["mean", "nosuch"] };
        Assert.Contains("model 'nosuch'", Refused.By(() => Benchmark.Run(unknown, new Unheard())), StringComparison.Ordinal);
        var settings = new Dictionary<string, JsonNode?> { ["base_channels"] = 8 };
        var ofPlgf = Small with { Models = ["plgf", "mean"], Settings = settings };
        Assert.Contains("unknown to mean", Refused.By(() => Benchmark.Run(ofPlgf, new Unheard())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_of_several_models_is_refused() => Assert.Contains(
        "but 3 are named", Refused.By(() => Benchmark.Run(Small with { Profile = true }, new Unheard())), StringComparison.Ordinal);

    [Fact]
    public void A_model_that_does_not_admit_the_made_up_hour_is_refused()
    {
        var settings = CatalogCases.Settings("cufar");
        (settings["hour_offset"], settings["time_span"]) = (20, 2);

        var message = Refused.By(() => Benchmark.Run(Small with { Models = ["cufar"], Settings = settings }));

        Assert.Contains("hours 20 .. 21", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_made_up_maps_add_up_and_have_the_sizes_of_the_network()
    {
        using var network = CatalogCases.Create("plgf");

        var maps = BenchmarkData.Create(network, samples: 2);

        Assert.Equal((2, 1, 8, 8), (maps.Coarse.Samples, maps.Coarse.Channels, maps.Coarse.Rows, maps.Coarse.Columns));
        Assert.Equal((32, 32), (maps.Fine.Rows, maps.Fine.Columns));
        Assert.Equal(maps.Fine.Values.Sum(), maps.Coarse.Values.Sum());
        Assert.NotEqual(maps.Fine.Sample(0).ToArray(), maps.Fine.Sample(1).ToArray());
    }

    private sealed class Unheard : IProgress<string>
    {
        public void Report(string value) => Assert.Fail($"was told '{value}'");
    }

    private sealed class Said : IProgress<string>
    {
        public List<string> Phases { get; } = [];

        public void Report(string value) => Phases.Add(value);
    }
}
