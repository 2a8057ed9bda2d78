using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Experiments.Running;
using FineFlow.Experiments.Views;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow experiment</c>: repeats the paper's tables and figures.</summary>
internal static class ExperimentCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = $"{string.Join(", ", ExperimentFile.Names)}, or a file of your own",
    };
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "dataset folder; may be repeated",
        Required = true,
        HelpName = "DIR",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for runs, tables and figures; the same command goes on in it",
        Required = true,
        HelpName = "DIR",
    };
    private static readonly Option<string> Budget = new("--budget")
    {
        Description = "how much to train: paper, half or quick, as the experiment's file defines them",
        DefaultValueFactory = _ => "quick",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Seeds = NumberOption.Whole(
        "--seeds", "N", "trainings of each model, with the seeds 1 to N (default: the budget's)");
    private static readonly Option<int?> Epochs =
        DeclaredOption.Of<int?>(typeof(Recipe), nameof(Recipe.Epochs), otherwise: "the budget's");
    private static readonly Option<string?> ModelNames = new("--models")
    {
        Description = "models of the catalog, divided by commas (default: the experiment's)",
        HelpName = "A,B",
    };

    public static Command Create()
    {
        var command = new Command(
            "experiment", "Repeat a table or figure of the paper on any data. Ctrl-C saves and stops; the same command goes on.")
        {
            Name, Data, Out, Budget, Seeds, Epochs, ModelNames, CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var file = ExperimentFile.Read(parsed.GetRequiredValue(Name));
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var interruption = new Interruption();
        var plan = ExperimentPlan.Create(Request(parsed, file), interruption.Token);
        foreach (var warning in plan.Warnings)
        {
            Output.Warning(warning);
        }

        foreach (var refusal in plan.Refusals)
        {
            Output.Note($"not trained: {refusal.Model} on {refusal.Dataset}: {refusal.Reason}");
        }

        var folder = parsed.GetRequiredValue(Out);
        var outcome = ExperimentRunner.Run(folder, plan, new ExperimentLine(), interruption.Token);
        var files = ResultFiles.Write(folder, outcome);
        Output.Report(parsed.GetValue(CommonOptions.Json), ExperimentReport.Of(outcome), _ => Render(outcome, files));
        return outcome.Interrupted ? ExitCodes.Interrupted : outcome.Failures.Count > 0 ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static ExperimentRequest Request(ParseResult parsed, ExperimentFile file) => new()
    {
        File = file,
        Data = parsed.GetRequiredValue(Data),
        Budget = parsed.GetRequiredValue(Budget),
        Seeds = parsed.GetValue(Seeds),
        Epochs = parsed.GetValue(Epochs),
        Models = parsed.GetValue(ModelNames)?.Split(',', StringSplitOptions.TrimEntries),
        Threads = parsed.GetValue(CommonOptions.Threads),
        Strict = parsed.GetValue(CommonOptions.Strict),
    };

    private static void Render(ExperimentOutcome outcome, IReadOnlyList<string> files)
    {
        var table = new ResultTable(outcome);
        foreach (var dataset in outcome.Plan.Datasets)
        {
            Output.Line($"{dataset.Name} ({MetricCatalog.DirectionNote}; {DatasetLine.Of(dataset.Division, dataset.Fingerprint)}):");
            TerminalTable.Write(TextTable.Of(
                table.On(dataset.Name),
                [
                    new("model", row => row.Name, Wraps: true),
                    new("loss", row => row.Seeds[0].Result.Loss),
                    new("seeds", row => $"{row.Seeds.Count}"),
                    .. MetricColumns.Of<ResultRow>((row, metric) => row.Of(metric).Text),
                    new("s an epoch", row => NumberText.Brief(row.Of(result => result.SecondsPerEpoch).Mean)),
                ]));
        }

        ExperimentReport.Of(outcome).PublishedLeftOut.ToList().ForEach(Output.Line);
        if (outcome.Interrupted)
        {
            Output.Line("not finished; the same command goes on");
        }

        files.ToList().ForEach(Output.Line);
    }
}
