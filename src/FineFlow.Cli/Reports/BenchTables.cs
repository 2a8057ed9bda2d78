using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Reports;

/// <summary>A benchmark's report for people.</summary>
internal static class BenchTables
{
    private const int ShownLayers = 30;

    public static void Write(BenchmarkReport report)
    {
        WriteCeiling(report);
        TerminalTable.Write(TextTable.Of(
            report.Results,
            [
                new("model", result => result.Model, Wraps: true),
                new("does", result => result.Mode.ToString().ToLowerInvariant()),
                new("numbers", result => result.Precision.ToString().ToLowerInvariant()),
                new("batch", result => result.MicroBatch is { } piece ? $"{result.Batch} by {piece}" : $"{result.Batch}"),
                new("samples/s", result => NumberText.Brief(result.SamplesPerSecond.Median)),
                new("p10 .. p90", result => Span(result.SamplesPerSecond)),
                new("rounds", result => $"{result.Rounds}"),
                new("ms p50", result => result.Latency is { } latency ? NumberText.Brief(latency.P50Milliseconds) : ""),
                new("ms p99", result => result.Latency is { } latency ? NumberText.Brief(latency.P99Milliseconds) : ""),
                new("GFLOP/s", result => NumberText.Brief(result.Gflops)),
                new("of ceiling", result => result.OfCeiling is { } share ? NumberText.Share(share) : "unknown"),
                new("peak memory", result => result.PeakMemoryBytes is { } bytes ? Invariant($"{bytes / 1e6:F0} MB") : "unknown"),
            ]));
        foreach (var profile in report.Profiles)
        {
            WriteProfile(profile);
        }
    }

    private static void WriteCeiling(BenchmarkReport report)
    {
        var ceiling = report.Ceiling;
        Output.Line(
            $"{report.Machine.Processor ?? "unknown processor"}, {report.Threads} thread(s)"
            + $"{(report.Device == Devices.Cpu ? "" : $", models on {report.Device}")}; "
            + $"first prediction {NumberText.Duration(report.SecondsToFirstPrediction)} after the start");
        Output.Line(
            $"ceiling: {NumberText.Brief(ceiling.Fp32Gflops)} GFLOP/s in fp32"
            + (ceiling.Bf16Gflops is { } bf16 ? $", {NumberText.Brief(bf16)} in bf16" : " (bf16: not in this processor)"));
        TerminalTable.Write(TextTable.Of(
            ceiling.Before.Kernels.Zip(ceiling.After.Kernels, (before, after) => (Before: before, After: after)),
            [
                new("ceiling", kernel => kernel.Before.Name, Wraps: true),
                new("numbers", kernel => kernel.Before.Type.ToString().ToLowerInvariant()),
                new("GFLOP/s before", kernel => NumberText.Brief(kernel.Before.Gflops.Median)),
                new("p10 .. p90", kernel => Span(kernel.Before.Gflops)),
                new("after", kernel => NumberText.Brief(kernel.After.Gflops.Median)),
                new("p10 .. p90", kernel => Span(kernel.After.Gflops)),
            ]));
    }

    private static void WriteProfile(ModelProfile profile)
    {
        var whole = profile.ForwardSeconds;
        Output.Line($"{profile.Model}, batch {profile.Batch}: forward {Milliseconds(whole)} ms, mean of {profile.Rounds} rounds; "
            + "each layer without those inside it");
        var table = TextTable.Of(
            profile.Layers.Take(ShownLayers),
            [
                new("layer", layer => layer.Name, Wraps: true),
                new("type", layer => layer.Type),
                new("calls", layer => $"{layer.Calls}"),
                new("ms", layer => Milliseconds(layer.Seconds)),
                new("share", layer => NumberText.Share(layer.Seconds / whole)),
                new("M multiply-adds", layer => NumberText.Brief(layer.MultiplyAdds / 1e6)),
                new("GFLOP/s", layer => NumberText.Brief(layer.Gflops)),
            ]);
        var others = profile.Layers.Skip(ShownLayers).ToList();
        if (others.Count > 0)
        {
            var seconds = others.Sum(layer => layer.Seconds);
            table.Add($"{others.Count} more layers", "", "", Milliseconds(seconds), NumberText.Share(seconds / whole));
        }

        table.Add("outside of layers", "", "", Milliseconds(profile.OutsideSeconds), NumberText.Share(profile.OutsideSeconds / whole));
        TerminalTable.Write(table);
        if (profile.Operators is { } ofMap)
        {
            Output.Line($"one map: on a GPU {NumberText.Whole(ofMap)} operators and {profile.Waits} waits");
        }

        if (profile.Step is { } step)
        {
            Output.Line($"a training step: forward and loss {Milliseconds(step.ForwardSeconds)} ms, "
                + $"backward {Milliseconds(step.BackwardSeconds)} ms, Adam {Milliseconds(step.UpdateSeconds)} ms"
                + (step.Operators is { } operators ? $"; on a GPU {NumberText.Whole(operators)} operators and {step.Waits} waits" : ""));
        }
    }

    private static string Span(Quantiles values) => $"{NumberText.Brief(values.P10)} .. {NumberText.Brief(values.P90)}";

    private static string Milliseconds(double seconds) => NumberText.Brief(1000 * seconds);
}
