using System.CommandLine;
using System.Diagnostics;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow refresh</c>: takes new days into the history of a bundle, without training.</summary>
internal static class RefreshCommand
{
    private static readonly Argument<string> Bundle = new("BUNDLE") { Description = "run folder or model bundle of kha, pha or dmn" };
    private static readonly Option<string> Out = new("--out") { Description = "new bundle to make", Required = true, HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("refresh", "Take new days of fine counts into a model's history, without training.")
        {
            Bundle, CommonOptions.Data, Out, CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var strict = parsed.GetValue(CommonOptions.Strict);
        var dataset = DatasetLoader.Load(parsed.GetRequiredValue(CommonOptions.Data), strict);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        var (clock, folder) = (Stopwatch.StartNew(), parsed.GetRequiredValue(Out));
        var done = BundleRefresh.Run(parsed.GetRequiredValue(Bundle), dataset, folder, strict);
        foreach (var warning in done.Warnings)
        {
            Output.Warning($"{dataset.Folder}: {warning}");
        }

        Output.Report(
            parsed.GetValue(CommonOptions.Json),
            new RefreshReport(folder, done.SlotsBefore, done.Slots, done.Warnings, clock.Elapsed.TotalSeconds),
            Render);
        return ExitCodes.Done;
    }

    private static void Render(RefreshReport report) => Output.Line(
        $"{report.Bundle}: a history of {NumberText.Whole(report.Slots)} slots, {NumberText.Whole(report.SlotsBefore)} before "
        + $"({NumberText.Brief(report.Seconds)} s)");

    /// <summary>The fields of <c>refresh --json</c>.</summary>
    private sealed record RefreshReport(string Bundle, int SlotsBefore, int Slots, IReadOnlyList<string> Warnings, double Seconds);
}
