using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Demo;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow demo</c>: the first run.</summary>
internal static class DemoCommand
{
    /// <summary>Where the demo keeps what it makes.</summary>
    public const string DefaultFolder = "fineflow-demo";

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the city, the runs and the picture",
        DefaultValueFactory = _ => DefaultFolder,
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("demo", "Make a small city, train a small PLGF on it, compare, and draw a picture: about two minutes.") { Out, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        NativeLibraries.Require();
        var folder = parsed.GetRequiredValue(Out);
        var data = DemoCity.Load(folder);
        Output.Note($"training a small PLGF on {data[SplitNames.Train].Samples} maps (Ctrl-C stops early, the same command goes on)");
        using var interruption = new Interruption();
        var report = DemoExperiment.Run(folder, data, new TrainingProgress(data[SplitNames.Train].Samples), interruption.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return report.Training == TrainingEnd.Interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    private static void Render(DemoReport report)
    {
        Output.Line($"The test days, in vehicles per cell and half hour ({MetricCatalog.DirectionNote}):");
        Tables.Write(
            ["model", "what it is", "parameters", .. MetricCatalog.All.Select(metric => metric.Title), "residual"],
            wrapping: "what it is",
            report.Results.Select(result => Cells(result.Model, result.Title, result.Parameters, result.Evaluation)));
        Output.Line($"picture: {report.Picture}");
        Output.Line($"next:    fineflow evaluate {report.Run} --data {report.Data}");
    }

    private static string[] Cells(string model, string title, long parameters, Evaluation evaluation) =>
    [
        model, title, parameters.ToString("N0", CultureInfo.InvariantCulture),
        .. MetricCatalog.All.Select(metric => metric.Text(evaluation.Metrics[metric])), Number(evaluation.Conservation.Largest),
    ];

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
