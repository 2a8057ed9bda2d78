using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Plots;
using FineFlow.Synthetic;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data synth</c>: writes a synthetic city as a dataset folder.</summary>
internal static class DataSynthCommand
{
    private static readonly Option<string> Preset = new("--preset")
    {
        Description = $"what to make: {string.Join(", ", CityPreset.All.Select(preset => preset.Name))}",
        Required = true,
        HelpName = "NAME",
    };

    private static readonly Option<long?> Seed = NumberOption.Long(
        "--seed", "S", "decides the streets, the weather, the events and the noise (default: 1)");

    private static readonly Option<string> Out = new("--out") { Description = "dataset folder to make", Required = true, HelpName = "DIR" };

    private static readonly Option<string?> Png = new("--png")
    {
        Description = "also draw some hours of the test split (PNG; default: none)",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Roads = new("--roads")
    {
        Description = "also write the width of the widest road in each fine cell, for data covariates (.npy; default: none)",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("synth", "Make up a city: a dataset folder to try and to rank models on.")
        {
            Preset, Seed, Out, DataSplitCommand.Overwrite, Png, Roads, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (folder, preset, seed) = (parsed.GetRequiredValue(Out), parsed.GetRequiredValue(Preset), parsed.GetValue(Seed) ?? 1);
        var rate = 0.0;
        var progress = new ProgressOf<CityProgress>(new ProgressLine(), city =>
        {
            rate = city.SlotsPerSecond;
            return ProgressSteps.Of(city);
        });
        using var interruption = new Interruption();
        SyntheticCity.Write(
            folder, CityPreset.Find(preset), seed, parsed.GetValue(DataSplitCommand.Overwrite), progress, interruption.Token);
        if (parsed.GetValue(Roads) is { } roads)
        {
            var size = CityPreset.Find(preset).FineSize;
            NpyWriter.Write(roads, SyntheticCity.Roads(CityPreset.Find(preset), seed), size, size);
        }

        if (parsed.GetValue(Png) is { } picture)
        {
            CityHoursFigure.SavePng(picture, DatasetFolder.Load(folder, new() { Splits = [SplitNames.Test] }));
        }

        Output.Report(parsed.GetValue(CommonOptions.Json), new SynthReport(folder, preset, seed, rate), Render);
        return ExitCodes.Done;
    }

    private static void Render(SynthReport report)
    {
        Output.Line($"city: {report.Folder}{(report.SlotsPerSecond > 0 ? $" ({Rate(report.SlotsPerSecond)} slots/s)" : "")}");
        Output.Line($"next: fineflow data inspect {report.Folder}");
    }

    private static string Rate(double rate) => rate.ToString("F0", CultureInfo.InvariantCulture);

    private sealed record SynthReport(string Folder, string Preset, long Seed, double SlotsPerSecond);
}
