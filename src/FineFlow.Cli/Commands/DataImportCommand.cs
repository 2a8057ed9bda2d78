using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Ingest.TaxiBj;
using Spectre.Console;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data import</c>: published archives into dataset folders.</summary>
internal static class DataImportCommand
{
    private static readonly Argument<string[]> Sources = new("SOURCE")
    {
        Description = "zip archives or folders with train|valid|test of X.npy, Y.npy and ext.npy, for one task or several",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Tasks = new("--task")
    {
        Description = "import these tasks alone: a number or a range as 1..4; a number also names a source that does not say its task (default: all)",
        HelpName = "N",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the dataset folders P1 .. P4",
        DefaultValueFactory = _ => "taxibj",
        HelpName = "DIR",
    };

    public static Command Create() => new("import", "Make dataset folders of published archives.") { TaxiBj() };

    private static Command TaxiBj()
    {
        var command = new Command("taxibj", "Check the published archives of TaxiBJ and make dataset folders of them, divided as published or, with --ratio 7:1:2, as in PLGF's paper.")
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
        var imported = TaxiBjImport.Run(request, new TransferProgress(), interruption.Token);
        foreach (var (task, warning) in imported.SelectMany(task => task.Warnings.Select(warning => (task, warning))))
        {
            Output.Warning($"{task.Source}: {warning}");
        }

        Output.Report(parsed.GetValue(CommonOptions.Json), new ImportReport(imported), Render);
        return ExitCodes.Done;
    }

    private static void Render(ImportReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("task", "folder", "division", "train", "valid", "test", "mean", "max", "zero cells", "adds up");
        foreach (var task in report.Tasks)
        {
            table.AddRow(
                [task.Task, Markup.Escape(task.Folder), task.Split, .. task.Splits.Select(split => Number(split.Samples)),
                Number(task.Splits[0].Fine.Mean), Number(task.Splits[0].Fine.Maximum), task.Splits[0].Fine.ZeroShare.ToString("P1", CultureInfo.InvariantCulture),
                task.Splits.All(split => split.Conservation.Conserves) ? "yes" : "no"]);
        }

        Output.Console.Write(table);
        Output.Line("mean, max and zero cells are those of the fine maps in train");
    }

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>What <c>import --json</c> prints.</summary>
    private sealed record ImportReport(IReadOnlyList<TaxiBjImported> Tasks);
}
