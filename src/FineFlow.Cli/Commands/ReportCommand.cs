using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Experiments.Reports;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow report</c>: writes the report of a run.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder" };
    private static readonly Option<string?> Data = new("--data")
    {
        Description =
            "dataset folder (default: the run's own, if its fingerprint is still the same; without it the page says what is left out)",
        HelpName = "DIR",
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "HTML page to write (default: RUN/report/report.html)",
        HelpName = "FILE.html",
    };

    public static Command Create()
    {
        var command = new Command("report", "Write one HTML page of a run: numbers, curves, maps, settings, and how to repeat it.")
        {
            Run, Data, Out, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Report);
        return command;
    }

    private static int Report(ParseResult parsed)
    {
        var run = parsed.GetRequiredValue(Run);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var interruption = new Interruption();
        var report = RunReport.Of(run, parsed.GetValue(Data), interruption.Token);
        foreach (var note in report.Notes)
        {
            Output.Warning(note);
        }

        var page = parsed.GetValue(Out) ?? Path.Combine(run, "report", "report.html");
        ReportPage.Save(page, report);
        Output.Report(parsed.GetValue(CommonOptions.Json), RunNumbers.Of(report, page), Render);
        return ExitCodes.Done;
    }

    private static void Render(RunNumbers numbers)
    {
        foreach (var split in numbers.Splits)
        {
            Output.Line($"{split.Split}: {split.Metrics.Text()}");
        }

        Output.Line($"page: {numbers.Report}");
    }
}
