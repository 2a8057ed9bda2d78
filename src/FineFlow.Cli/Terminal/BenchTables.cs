using System.Globalization;
using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Terminal;

/// <summary>A benchmark's report for people.</summary>
internal static class BenchTables
{
    private const int ShownLayers = 30;

    public static void Write(BenchmarkReport report)
    {
        WriteCeiling(report);
        Tables.Write(
            ["model", "does", "numbers", "batch", "samples/s", "p10 .. p90", "rounds", "ms p50", "ms p99", "GFLOP/s", "of ceiling", "peak memory"],
            wrapping: "model",
            report.Results.Select(Cells));
        foreach (var profile in report.Profiles)
        {
            WriteProfile(profile);
        }
    }

    private static void WriteCeiling(BenchmarkReport report)
    {
        var ceiling = report.Ceiling;
        Output.Line(
            $"{report.Machine.Processor ?? "unknown processor"}, {report.Threads} thread(s){(report.Device == Devices.Cpu ? "" : $", models on {report.Device}")}; "
            + $"first prediction {Duration.Text(report.SecondsToFirstPrediction)} after the start");
        Output.Line(
            $"ceiling: {Number(ceiling.Fp32Gflops)} GFLOP/s in fp32"
            + (ceiling.Bf16Gflops is { } bf16 ? $", {Number(bf16)} in bf16" : " (bf16: not in this processor)"));
        Tables.Write(
            ["ceiling", "numbers", "GFLOP/s before", "p10 .. p90", "after", "p10 .. p90"],
            wrapping: "ceiling",
            ceiling.Before.Kernels.Zip(ceiling.After.Kernels, (before, after) => new[]
            {
                before.Name, before.Type.ToString().ToLowerInvariant(),
                Number(before.Gflops.Median), Span(before.Gflops), Number(after.Gflops.Median), Span(after.Gflops),
            }));
    }

    private static string[] Cells(SpeedResult result) =>
    [
        result.Model, result.Mode.ToString().ToLowerInvariant(), result.Precision.ToString().ToLowerInvariant(), result.MicroBatch is { } piece ? $"{result.Batch} by {piece}" : $"{result.Batch}",
        Number(result.SamplesPerSecond.Median), Span(result.SamplesPerSecond), $"{result.Rounds}",
        result.Latency is { } latency ? Number(latency.P50Milliseconds) : "", result.Latency is { } tail ? Number(tail.P99Milliseconds) : "",
        Number(result.Gflops), result.OfCeiling is { } share ? Share(share) : "unknown",
        result.PeakMemoryBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB") : "unknown",
    ];

    private static void WriteProfile(ModelProfile profile)
    {
        var whole = profile.ForwardSeconds;
        Output.Line($"{profile.Model}, batch {profile.Batch}: forward {Milliseconds(whole)} ms, mean of {profile.Rounds} rounds; each layer without those inside it");
        var others = profile.Layers.Skip(ShownLayers).ToList();
        var rows = profile.Layers.Take(ShownLayers).Select(layer => Cells(layer, whole));
        if (others.Count > 0)
        {
            var seconds = others.Sum(layer => layer.Seconds);
            rows = rows.Append([$"{others.Count} more layers", "", "", Milliseconds(seconds), Share(seconds / whole), "", ""]);
        }

        Tables.Write(
            ["layer", "type", "calls", "ms", "share", "M multiply-adds", "GFLOP/s"],
            wrapping: "layer",
            rows.Append(["outside of layers", "", "", Milliseconds(profile.OutsideSeconds), Share(profile.OutsideSeconds / whole), "", ""]));
        if (profile.Step is { } step)
        {
            Output.Line($"a training step: forward and loss {Milliseconds(step.ForwardSeconds)} ms, backward {Milliseconds(step.BackwardSeconds)} ms, Adam {Milliseconds(step.UpdateSeconds)} ms");
        }
    }

    private static string[] Cells(LayerTime layer, double whole) =>
    [
        layer.Name, layer.Type, $"{layer.Calls}", Milliseconds(layer.Seconds), Share(layer.Seconds / whole),
        Number(layer.MultiplyAdds / 1e6), Number(layer.Gflops),
    ];

    private static string Span(Quantiles values) => $"{Number(values.P10)} .. {Number(values.P90)}";

    private static string Milliseconds(double seconds) => Number(1000 * seconds);

    private static string Share(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(value < 1e4 ? "G4" : "F0", CultureInfo.InvariantCulture);
}
