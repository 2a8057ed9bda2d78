using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Models;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow bench</c>: measures speed and memory.</summary>
internal static class BenchCommand
{
    private static readonly BenchmarkOptions Defaults = new();
    private static readonly Option<string?> ModelNames = new("--models")
    {
        Description = "models of the catalog, divided by commas, or all (default: plgf)",
        HelpName = "A,B",
    };
    private static readonly Option<string?> Batches = new("--batch")
    {
        Description = "samples of a round, divided by commas (default: 1,16)",
        HelpName = "N,M",
    };
    private static readonly Option<string?> Modes = new("--mode")
    {
        Description = "infer, train or both, divided by a comma (default: both)",
        HelpName = "NAME",
    };
    private static readonly Option<string?> Precisions = new("--precision")
    {
        Description = "fp32, bf16 or both, divided by a comma; models that do not admit bf16 are left out there (default: fp32)",
        HelpName = "NAME",
    };
    private static readonly Option<int?> MicroBatch = DeclaredOption.Of<int?>(typeof(RunOptions), nameof(RunOptions.MicroBatch));
    private static readonly Option<double?> Seconds = NumberOption.Decimal(
        "--seconds", "S", "seconds to measure each model, mode and batch, three rounds at least (default: 3)");
    private static readonly Option<bool> Profile = new("--profile")
    {
        Description = "also show where the time of the one model goes, layer by layer",
    };

    public static Command Create()
    {
        var command = new Command(
            "bench", "Measure speed and memory of models beside this machine's own ceiling, at the TaxiBJ default or as --set says.")
        {
            ModelNames, Batches, CommonOptions.Device, CommonOptions.Threads, Modes, Precisions, MicroBatch, Seconds, CommonOptions.Set,
            Profile, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
            var progress = new ProgressOf<string>(new ProgressLine(), phase => new(phase) { IsMilestone = true });
            var options = Options(parsed);
            CommonOptions.TellDevice(parsed.GetValue(CommonOptions.Device), options.Device);
            var report = Benchmark.Run(options, progress);
            Output.Report(parsed.GetValue(CommonOptions.Json), report, BenchTables.Write);
            return ExitCodes.Done;
        });
        return command;
    }

    private static BenchmarkOptions Options(ParseResult parsed) => new()
    {
        Models = List(parsed.GetValue(ModelNames)) switch
        {
            null => Defaults.Models,
            ["all"] => [.. ModelCatalog.All.Select(entry => entry.Name)],
            var names => names,
        },
        Batches = List(parsed.GetValue(Batches))?.Select(text => TextOption.Count("option --batch", text)).ToList() ?? Defaults.Batches,
        Modes = List(parsed.GetValue(Modes))?.Select(text => TextOption.Choice<BenchmarkMode>("option --mode", text)).ToList()
            ?? Defaults.Modes,
        Precisions = List(parsed.GetValue(Precisions))
            ?.Select(text => TextOption.Choice<ComputePrecision>("option --precision", text)).ToList()
            ?? Defaults.Precisions,
        Device = Devices.Resolve(parsed.GetValue(CommonOptions.Device) ?? Defaults.Device),
        MicroBatch = parsed.GetValue(MicroBatch),
        Seconds = parsed.GetValue(Seconds) ?? Defaults.Seconds,
        Settings = CommonOptions.Settings(parsed),
        Profile = parsed.GetValue(Profile),
    };

    private static string[]? List(string? text) => text?.Split(',', StringSplitOptions.TrimEntries);
}
