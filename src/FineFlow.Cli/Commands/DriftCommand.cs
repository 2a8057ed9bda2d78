using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Drift;
using FineFlow.Engine.Predictions;
using FineFlow.Experiments.Drift;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow drift</c>: whether today's maps and answers are like those of training.</summary>
internal static class DriftCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "dataset folder of today: coarse maps, and fine ones, by which answers are judged (default: from --input)",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Split = new("--split")
    {
        Description = "split of --data: train, valid or test (default: test)",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "in place of --data: coarse counts of today, [n, H, W] or [n, C, H, W], without fine ones (default: from --data)",
        HelpName = "X.npy",
    };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "starts of the slots of --input [n] in seconds since 1970 on the local clock (default: unknown)",
        HelpName = "time.npy",
    };

    private static readonly Option<string?> Reference = new("--reference")
    {
        Description = "dataset that RUN was trained on: its validation days then say what answers are usual; needed for bundles that keep "
            + "nothing of their training (default: what RUN keeps of it)",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "folder for drift.md, drift.json and the figure (default: nothing is written)",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Strict = new("--strict")
    {
        Description = "treat warnings of the dataset as errors, and exit with 1 if the model should be trained again",
    };

    public static Command Create()
    {
        var command = new Command("drift", "Say whether today's maps and answers are like those of training, or when to train again.")
        {
            Run, Data, Split, Input, Time, Reference, Out, CommonOptions.Device, CommonOptions.Threads, Strict, CommonOptions.Json,
        };
        command.SetAction(Measure);
        return command;
    }

    private static int Measure(ParseResult parsed)
    {
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        var request = Request(parsed);
        using var interruption = new Interruption();
        var report = DriftAnalysis.Run(request, interruption.Token);
        if (parsed.GetValue(Out) is { } folder)
        {
            DriftFiles.Write(folder, report);
            Output.Note($"written to {folder}");
        }

        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return report.Verdict == DriftVerdict.TrainAgain && parsed.GetValue(Strict) ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static DriftRequest Request(ParseResult parsed)
    {
        var (run, strict) = (parsed.GetRequiredValue(Run), parsed.GetValue(Strict));
        var training = parsed.GetValue(Reference) is { } trained ? LoadTraining(trained, strict) : null;
        var device = CommonOptions.DeviceOf(parsed);
        return (parsed.GetValue(Data), parsed.GetValue(Input)) switch
        {
            ({ } folder, null) => OfDataset(run, DatasetLoader.LoadMissing(folder, strict, NameOf(parsed)), NameOf(parsed)) with
            {
                Training = training,
                Device = device,
            },
            (null, { } file) => new DriftRequest(run, PredictionInput.Read(file, null, parsed.GetValue(Time), null).Inputs, file)
            {
                Training = training,
                Device = device,
            },
            _ => throw new BadInputException("options --data and --input", "exactly one of them is expected"),
        };
    }

    private static string NameOf(ParseResult parsed) => parsed.GetValue(Split) ?? SplitNames.Test;

    private static DriftRequest OfDataset(string run, FlowDataset data, string split) =>
        new(run, data[split].Inputs, $"{data.Folder}/{split}") { Manifest = data.Manifest, Truth = data[split] };

    private static FlowDataset LoadTraining(string folder, bool strict)
    {
        var present = DatasetFolder.Present(folder).Select(files => files.Split);
        return DatasetLoader.LoadMissing(folder, strict, [SplitNames.Train, .. present.Where(name => name == SplitNames.Valid)]);
    }

    private static void Render(DriftReport report)
    {
        Output.Line(Output.OneLine($"{report.Source}: {DriftTables.Span(report)} against "
            + Invariant($"{report.TrainingDays} days of training of {report.Model}:")));
        TerminalTable.Write(DriftTables.Measures(report));
        TerminalTable.Write(DriftTables.Shifts(report));
        foreach (var sentence in DriftTables.Sentences(report))
        {
            Output.Line(Output.OneLine(sentence));
        }

        Output.Line(DriftTables.Verdict(report));
    }
}
