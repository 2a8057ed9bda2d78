using System.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Ingest.External;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data weather</c>: joins weather and holidays to an existing dataset.</summary>
internal static class DataWeatherCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "dataset folder whose slots have times (time.npy)" };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "dataset folder to write (default: DIR itself, with --overwrite)",
        HelpName = "DIR",
    };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "replace the dataset that is already there" };
    private static readonly Option<string?> Zone = new("--zone")
    {
        Description =
            "the city's time zone, as America/New_York; needed for observations in UTC, in standard time or with a zone (default: none)",
        HelpName = "ZONE",
    };

    public static Command Create()
    {
        var command = new Command("weather", "Join weather and holidays to a dataset folder by slot.") { Folder, Out, Overwrite, Zone };
        WeatherOptions.AddTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(Folder);
            var options = WeatherOptions.Of(parsed);
            if (options.Weather is null && options.Holidays is null)
            {
                throw new BadInputException("options --weather and --holidays", "neither is given; one at least is expected");
            }

            var report = ExternalJoin.Write(
                folder, parsed.GetValue(Out) ?? folder, options, parsed.GetValue(Zone), parsed.GetValue(Overwrite));
            Output.Report(parsed.GetValue(CommonOptions.Json), report, GridReportText.Write);
            return ExitCodes.Done;
        });
        return command;
    }
}
