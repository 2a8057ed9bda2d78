using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Demo;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow demo</c>: makes a city, trains, compares and draws a picture.</summary>
internal static class DemoCommand
{
    /// <summary>Default folder of the demo's files.</summary>
    public const string DefaultFolder = "fineflow-demo";

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the city, the runs and the picture",
        DefaultValueFactory = _ => DefaultFolder,
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command(
            "demo", "Make a small city, train dmn and a small PLGF on it, compare, and draw a picture: about three minutes.")
        {
            Out, CommonOptions.Device, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        NativeLibraries.Require();
        var folder = parsed.GetRequiredValue(Out);
        var device = CommonOptions.DeviceOf(parsed);
        var data = DemoCity.Load(folder);
        using var interruption = new Interruption();
        var report = DemoExperiment.Run(folder, data, device, DemoModels.Begin, interruption.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return report.Training == TrainingEnd.Interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    private static void Render(DemoReport report)
    {
        Output.Line($"The test days, in vehicles per cell and half hour ({MetricCatalog.DirectionNote}):");
        TerminalTable.Write(TextTable.Of(
            report.Results,
            [
                new("model", result => result.Model),
                new("what it is", result => result.Title, Wraps: true),
                new("parameters", result => NumberText.Whole(result.Parameters)),
                .. MetricColumns.Of<ModelResult>((result, metric) => metric.Text(result.Evaluation.Metrics[metric])),
                new("residual", result => NumberText.Brief(result.Evaluation.Conservation.Largest)),
                new("in its 90 % intervals", result => result.Coverage90 is { } coverage ? NumberText.Share(coverage) : "gives none"),
            ]));
        Output.Line($"picture: {report.Picture}");
        Output.Line($"next:    fineflow evaluate {report.Run} --data {report.Data}");
    }
}
