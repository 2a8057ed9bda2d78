using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>
/// Measures the speed and memory of models, and of matrix products as the machine's ceiling. All models are timed in turns, so that a
/// slowdown of the machine affects all of them.
/// </summary>
internal static class Benchmark
{
    /// <summary>Turns of each case, with one round or more each.</summary>
    private const int Turns = 3;

    /// <summary>Runs a benchmark on the calling thread with its current number of threads.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="progress">Receives a few words before each part of the work.</param>
    /// <exception cref="BadInputException">An option is unknown, out of range, or not supported by a model.</exception>
    public static BenchmarkReport Run(BenchmarkOptions options, IProgress<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var choices = options.Checked();
        var first = SecondsToFirstPrediction(choices[0]);
        var peaks = choices.SelectMany(choice => Peaks(choice, options, progress)).ToList();

        var turn = TimeSpan.FromSeconds(options.Seconds / Turns);
        var machine = MachineReport.Collect();
        var meter = new CeilingMeter(options.Ceiling, turn, choices[0].Device);
        var models = new List<BenchedModel>();
        try
        {
            progress?.Report("ceiling, before");
            var before = meter.Measure(machine.InstructionSets);

            models.AddRange(choices.Select(choice => choice.Create()));
            var cases = models.SelectMany(model => BenchmarkCase.CreateAll(model, options)).ToList();
            TakeTurns(cases, turn, progress);

            progress?.Report("ceiling, after");
            var ceiling = new Ceiling(before, meter.Measure(machine.InstructionSets));
            var results = cases.Zip(peaks, (measured, peak) => measured.Result(ceiling, peak)).ToList();
            var profiles = options.Profile ? Profiles(models[0], options, progress) : [];
            return new(machine, get_num_threads(), options.Device, first, ceiling, results, profiles);
        }
        finally
        {
            models.ForEach(model => model.Dispose());
        }
    }

    private static double SecondsToFirstPrediction(BenchmarkOptions.Choice choice)
    {
        using var model = choice.Create();
        model.Infer(BenchmarkData.Create(model.Network, samples: 1));
        using var process = Process.GetCurrentProcess();
        return (DateTime.Now - process.StartTime).TotalSeconds;
    }

    /// <summary>
    /// Returns the peak memory of each case in bytes, measured without other models in memory; null where the system does not report it.
    /// </summary>
    private static List<long?> Peaks(BenchmarkOptions.Choice choice, BenchmarkOptions options, IProgress<string>? progress)
    {
        progress?.Report(Invariant($"memory of {choice.Entry.Name}"));
        using var model = choice.Create();
        return [.. BenchmarkCase.CreateAll(model, options).Select(Peak)];
    }

    private static long? Peak(BenchmarkCase measured)
    {
        if (!PeakMemory.Reset())
        {
            return null;
        }

        for (var round = 0; round < StepMemory.Steps; round++)
        {
            measured.Round();
        }

        return PeakMemory.Read();
    }

    private static void TakeTurns(List<BenchmarkCase> cases, TimeSpan time, IProgress<string>? progress)
    {
        for (var turn = 1; turn <= Turns; turn++)
        {
            progress?.Report(Invariant($"speed, turn {turn} of {Turns}"));
            cases.ForEach(measured => measured.Times.Turn(time, atLeast: 1));
        }
    }

    private static List<ModelProfile> Profiles(BenchedModel model, BenchmarkOptions options, IProgress<string>? progress)
    {
        progress?.Report(Invariant($"layers of {model.Name}"));
        var time = TimeSpan.FromSeconds(options.Seconds);
        var trains = options.Modes.Contains(BenchmarkMode.Train);
        return [.. options.Batches.Distinct().Order().Select(batch => ModelProfile.Measure(model, batch, trains, time))];
    }
}
