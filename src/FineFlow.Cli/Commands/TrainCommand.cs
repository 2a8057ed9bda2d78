using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow train</c>: trains a model or resumes a run.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "run folder to make, or to go on with",
        Required = true,
        HelpName = "RUN",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = $"model of the catalog, see fineflow models (default: {ModelCatalog.Recommended})",
        HelpName = "NAME",
    };

    private static readonly Option<string?> RecipeName = new("--recipe")
    {
        Description = $"training protocol: {string.Join(", ", Recipe.Names)} (default: the model's own; common for the published networks)",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Members = NumberOption.Whole(
        "--members", "N", "networks of an ensemble in one bundle, for models that have the setting members (default: 1)");

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "go on with the run in --out where it stopped; begin it if there is none",
    };

    public static Command Create()
    {
        var command = new Command(
            "train", "Train a model on a dataset folder, also under mpirun. Ctrl-C saves and stops; --resume goes on, bit for bit.")
        {
            CommonOptions.Data, Out, Model, CommonOptions.Size, Members, CommonOptions.Loss, RecipeName,
            CommonOptions.Set, CommonOptions.Exact, CommonOptions.Project, Resume,
        };
        foreach (var option in TrainOptions.All.Concat([CommonOptions.Strict, CommonOptions.Json]))
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var dataset = DatasetLoader.Load(
            parsed.GetRequiredValue(CommonOptions.Data), parsed.GetValue(CommonOptions.Strict), SplitNames.Train, SplitNames.Valid);
        var request = Request(parsed) with { LeftOut = TrainOptions.DistrictsOfFile(parsed, dataset) };
        var run = Prepare(parsed.GetRequiredValue(Out), parsed.GetValue(Resume), request, dataset);
        var processes = ProcessGroups.Join();
        var end = processes.Rank == 0 ? Lead(parsed, run, dataset, processes) : Follow(run, dataset, processes);
        processes.Leave();
        return end == TrainingEnd.Interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    /// <summary>Trains, alone or as the first of several processes, and says what comes of it.</summary>
    private static TrainingEnd Lead(ParseResult parsed, RunFolder run, FlowDataset dataset, IProcessGroup processes)
    {
        CommonOptions.TellDevice(parsed.GetValue<string?>(CommonOptions.Device.Name), run.Manifest.Device);
        if (processes.WorldSize > 1)
        {
            Output.Note($"{processes.WorldSize} processes share the batches of {run.Manifest.Recipe.BatchSize}: "
                + $"{run.Manifest.MicroBatch} sample(s) at once, {run.Manifest.Threads} thread(s) each");
        }

        using var interruption = processes.WorldSize > 1 ? new Interruption(further: SeveralProcesses.Stop) : new Interruption();
        var seen = run.Manifest.DataOf(dataset);
        var progress = new BaselineLines(run.Manifest, seen, new TrainingLine(new ProgressLine()), interruption.Token);
        var outcome = new Trainer(run, dataset, processes, progress).Run(interruption.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), TrainReport.Of(run, outcome, progress.Baselines), Render);
        return outcome.End;
    }

    /// <summary>Trains as another of several processes, in silence.</summary>
    private static TrainingEnd Follow(RunFolder run, FlowDataset dataset, IProcessGroup processes)
    {
        using var interruption = new Interruption(note: null, SeveralProcesses.Stop);
        return new Trainer(run, dataset, processes).Run(interruption.Token).End;
    }

    private static RunFolder Prepare(string folder, bool resume, TrainingRequest request, FlowDataset dataset)
    {
        NativeLibraries.Require();
        var launched = LaunchedProcess.Current;
        ProcessShares.DivideThreads(launched.LocalSize);
        if (!resume || !RunFolder.Holds(folder))
        {
            return RunFolder.Create(folder, ProcessShares.Divide(request.NewRun(dataset), launched.Size));
        }

        var run = RunFolder.Open(folder);
        var manifest = ProcessShares.Divide(request.Continue(run.Manifest), launched.Size);
        if (launched.Rank == 0)
        {
            Warn(run.Manifest, manifest);
        }

        return run.With(manifest);
    }

    private static void Warn(RunManifest run, RunManifest manifest)
    {
        foreach (var (option, before, now) in TrainOptions.RoundingChanges(run, manifest))
        {
            Output.Warning($"{option} {now} instead of {(before is null ? "whole steps" : $"the run's {before}")}: "
                + "the result will differ in its last bits from an uninterrupted run");
        }
    }

    private static TrainingRequest Request(ParseResult parsed) => TrainOptions.Apply(parsed, new()
    {
        Model = parsed.GetValue(Model),
        Loss = parsed.GetValue(CommonOptions.Loss),
        Recipe = parsed.GetValue(RecipeName),
        Recovery = CommonOptions.RecoveryOf(parsed),
        Size = CommonOptions.SizeOf(parsed),
        Settings = Settings(parsed),
    });

    private static Dictionary<string, JsonNode?> Settings(ParseResult parsed)
    {
        const string members = "members";
        var settings = CommonOptions.Settings(parsed);
        if (parsed.GetValue(Members) is { } count && !settings.TryAdd(members, count))
        {
            throw new BadInputException("options --members and --set", "both say the number of networks; expected one of them");
        }

        return settings;
    }

    private static void Render(TrainReport report)
    {
        Output.Line($"{report.Model}, recipe {report.Recipe}, loss {report.Loss}, steps in {report.Precision.ToString().ToLowerInvariant()}"
            + (report.Device == Devices.Cpu ? "" : $" on {report.Device}")
            + (report.MicroBatch is { } piece ? $", {piece} sample(s) at once" : "")
            + (report.Ema is { } decay ? string.Create(CultureInfo.InvariantCulture, $", weights averaged with decay {decay}") : ""));
        Output.Line(report.BestEpoch is { } epoch
            ? $"best epoch {epoch}: {EpochText.Validation(report.Valid!)}"
            : "no epoch has finished yet");
        if (report is { Valid: { } valid, Baselines: { } baselines })
        {
            Output.Line(BaselineText.Verdict(baselines, valid));
        }

        Output.Line(report.End switch
        {
            TrainingEnd.Completed => $"completed, {Epoch(report.Epochs)}; the model is in {report.Run}",
            TrainingEnd.OutOfPatience => $"stopped out of patience after {Epoch(report.Epochs)}; the model is in {report.Run}",
            _ => "interrupted; go on with the same command and --resume",
        });
    }

    private static string Epoch(int count) => count == 1 ? "1 epoch" : $"{count} epochs";

    /// <summary>The fields of <c>train --json</c>.</summary>
    private sealed record TrainReport(
        string Run, string Model, string Recipe, string Loss, string Device, ComputePrecision Precision, int? MicroBatch, double? Ema,
        TrainingEnd End, int Epochs, int? BestEpoch, FlowMetrics? Valid,
        WeightTransfer? Initial, LeftOutBlocks? LeftOut,
        double? NoiseFloorMse, double? RemovableShare, Baselines? Baselines, IReadOnlyDictionary<string, bool>? BeatsBaselines)
    {
        public static TrainReport Of(RunFolder run, TrainingOutcome outcome, Baselines? baselines)
        {
            var manifest = run.Manifest;
            var valid = outcome.Best?.Valid;
            return new(
                run.Path, manifest.Model, manifest.Recipe.Name, manifest.LossName, manifest.Device, manifest.Precision, manifest.MicroBatch,
                manifest.Recipe.Ema,
                outcome.End, outcome.History.Count, outcome.Best?.Epoch, valid,
                outcome.Initial?.Transfer, manifest.LeftOut,
                baselines?.NoiseFloor, valid is null ? null : baselines?.RemovableShare(valid[MetricCatalog.Mse]), baselines,
                valid is null ? null : baselines?.BeatenBy(valid));
        }
    }
}
