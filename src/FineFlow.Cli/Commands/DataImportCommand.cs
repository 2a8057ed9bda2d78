using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core.Tables;
using FineFlow.Ingest.TaxiBj;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data import</c>: imports published archives as dataset folders.</summary>
internal static class DataImportCommand
{
    private static readonly Argument<string[]> Sources = new("SOURCE")
    {
        Description = "zip archives or folders with train|valid|test of X.npy, Y.npy and ext.npy, for one task or several",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Tasks = new("--task")
    {
        Description =
            "import these tasks alone: a number or a range as 1..4; a number also names a source that does not say its task (default: all)",
        HelpName = "N",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the dataset folders P1 .. P4",
        DefaultValueFactory = _ => "taxibj",
        HelpName = "DIR",
    };

    public static Command Create() =>
        new("import", "Make dataset folders of published archives, and of arrays of maps.") { TaxiBj(), DataImportMaps.Create() };

    private static Command TaxiBj()
    {
        var command = new Command(
            "taxibj",
            "Check the published archives of TaxiBJ and make dataset folders of them, divided as published or, with --ratio 7:1:2, as in "
            + "PLGF's paper.")
        {
            Sources, Tasks, DataSplitCommand.Ratio, Out, DataSplitCommand.Overwrite, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var request = new TaxiBjImportRequest
        {
            Sources = parsed.GetRequiredValue(Sources),
            Folder = parsed.GetRequiredValue(Out),
            Tasks = parsed.GetValue(Tasks) is { } range ? TaxiBjTask.ParseRange(range, "option --task") : null,
            Ratio = DataSplitCommand.RatioOf(parsed),
            Strict = parsed.GetValue(CommonOptions.Strict),
            Overwrite = parsed.GetValue(DataSplitCommand.Overwrite),
        };
        using var interruption = new Interruption();
        var imported = TaxiBjImport.Run(request, new TransferLine(new ProgressLine()), interruption.Token);
        foreach (var (task, warning) in imported.SelectMany(task => task.Warnings.Select(warning => (task, warning))))
        {
            Output.Warning($"{task.Source}: {warning}");
        }

        Output.Report(parsed.GetValue(CommonOptions.Json), new ImportReport(imported), Render);
        return ExitCodes.Done;
    }

    private static void Render(ImportReport report)
    {
        TerminalTable.Write(TextTable.Of(
            report.Tasks,
            [
                new("task", task => task.Task),
                new("folder", task => task.Folder, Wraps: true),
                new("division", task => task.Split, Wraps: true),
                new("train", task => NumberText.Whole(task.Splits[0].Samples)),
                new("valid", task => NumberText.Whole(task.Splits[1].Samples)),
                new("test", task => NumberText.Whole(task.Splits[2].Samples)),
                new("mean", task => NumberText.Brief(task.Splits[0].Fine.Mean)),
                new("max", task => NumberText.Brief(task.Splits[0].Fine.Maximum)),
                new("zero cells", task => NumberText.Share(task.Splits[0].Fine.ZeroShare)),
                new("adds up", task => task.Splits.All(split => split.Conservation.Conserves) ? "yes" : "no"),
            ]));
        Output.Line("mean, max and zero cells are those of the fine maps in train");
    }

    /// <summary>The fields of <c>import --json</c>.</summary>
    private sealed record ImportReport(IReadOnlyList<TaxiBjImported> Tasks);
}
