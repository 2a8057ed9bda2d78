using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow predict</c>.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };
    private static readonly Option<string> Input = new("--input") { Description = "coarse counts, [n, H, W] or [n, C, H, W], any numeric type", Required = true, HelpName = "X.npy" };
    private static readonly Option<string?> External = new("--ext") { Description = "external factors [n, 7], for models that use them", HelpName = "ext.npy" };
    private static readonly Option<string> Target = new("--output") { Description = "fine counts to write, of the input's rank", Required = true, HelpName = "Y.npy" };
    private static readonly Option<bool> Integers = new("--integers") { Description = "round to whole counts (int32) that still add up exactly, by largest remainder" };

    public static Command Create()
    {
        var command = new Command("predict", "Infer fine maps from a file of coarse maps.")
        {
            Run, Input, External, Target, Integers, CommonOptions.Exact, CommonOptions.Project, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Predict);
        return command;
    }

    private static int Predict(ParseResult parsed)
    {
        var input = parsed.GetRequiredValue(Input);
        var output = parsed.GetRequiredValue(Target);
        var coarse = FlowFiles.ReadMaps(input);
        var external = parsed.GetValue(External) is { } path ? FlowFiles.ReadExternal(path) : null;
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var model = Models.Load(parsed.GetRequiredValue(Run), parsed);
        using var interruption = new Interruption();
        var fine = model.Predict(coarse, external, input, interruption.Token);

        var integers = parsed.GetValue(Integers);
        var residual = integers ? WriteIntegers(input, output, coarse, fine) : Write(input, output, coarse, fine);
        var report = new PredictReport(
            model.Card.Model, output, fine.Samples, [fine.Samples, fine.Channels, fine.Rows, fine.Columns], integers, residual.Largest, residual.Conserves);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return ExitCodes.Done;
    }

    private static ConservationResidual Write(string input, string output, FlowMaps coarse, FlowMaps fine)
    {
        NpyWriter.Write(output, fine.Values, Shape(input, fine));
        return ConservationResidual.Of(coarse, fine);
    }

    private static ConservationResidual WriteIntegers(string input, string output, FlowMaps coarse, FlowMaps fine)
    {
        var whole = LargestRemainder.Round(fine, coarse);
        NpyWriter.Write(output, whole, Shape(input, fine));
        return ConservationResidual.Of(coarse, new FlowMaps(fine.Samples, fine.Channels, fine.Rows, fine.Columns, Array.ConvertAll(whole, count => (float)count)));
    }

    /// <summary>A file without a channel axis gets an answer without one.</summary>
    private static int[] Shape(string input, FlowMaps fine) =>
        NpyReader.ReadHeader(input).Shape.Length == 3 ? [fine.Samples, fine.Rows, fine.Columns] : [fine.Samples, fine.Channels, fine.Rows, fine.Columns];

    private static void Render(PredictReport report)
    {
        var maps = report.Samples == 1 ? "1 fine map" : $"{report.Samples} fine maps";
        Output.Line($"{report.Model}: {maps} of {report.Shape[2]} x {report.Shape[3]} in {report.Output}");
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"largest residual {report.MaxConservationError:G3} counts"));
    }

    /// <summary>What <c>predict --json</c> prints.</summary>
    private sealed record PredictReport(
        string Model, string Output, int Samples, int[] Shape, bool Integers, double MaxConservationError, bool Conserves);
}
