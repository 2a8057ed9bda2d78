using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets.Doctor;
using FineFlow.Core.Datasets.Doctor.Checks;
using FineFlow.Plots;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data doctor</c>: lists the problems of a dataset, with repairs.</summary>
internal static class DataDoctorCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "dataset folder, however broken" };
        var command = new Command(
            "doctor", "Find all that is wrong with a dataset folder, with a repair for each. Exit code 1 if there are errors.")
        {
            folder, CommonOptions.Png, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var report = DatasetDoctor.Examine(parsed.GetRequiredValue(folder));
            if (parsed.GetValue(CommonOptions.Png) is { } png)
            {
                Draw(png, report);
            }

            Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
            return report.Errors > 0 ? ExitCodes.CheckFailed : ExitCodes.Done;
        });
        return command;
    }

    private static void Draw(string path, DoctorReport report)
    {
        if (report.Profile is { } profile)
        {
            DatasetFigure.SavePng(path, profile, report.Folder, Tally(report));
        }
        else
        {
            Output.Warning($"{path}: not drawn, no Y.npy could be read");
        }
    }

    private static void Render(DoctorReport report)
    {
        foreach (var finding in report.Findings)
        {
            var severity = finding.Severity.ToString().ToLowerInvariant();
            Output.Line(Output.OneLine($"{severity,-7} {finding.Check}: {Subject(finding)}: {finding.Problem}"));
            Output.Line($"        repair: {finding.Repair}");
        }

        Output.Line($"{report.Folder}: {Tally(report)}");
    }

    private static string Subject(Finding finding) => finding.Place is null ? finding.File : $"{finding.File} {finding.Place}";

    private static string Tally(DoctorReport report) => report.Findings.Count == 0
        ? "nothing is wrong"
        : $"{Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}, {Count(report.Notes, "note")}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
