using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Ingest.TaxiBj;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data fetch</c>: downloads published archives.</summary>
internal static class DataFetchCommand
{
    private static readonly Option<string> Tasks = new("--task")
    {
        Description = "number of the task, 1 to 4 (P1 to P4), or a range as 1..4",
        Required = true,
        HelpName = "N",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "address or file to take the archive from; {task} stands for the number (default: the public repository of UrbanFM)",
        HelpName = "URL|FILE",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the archives",
        DefaultValueFactory = _ => "taxibj",
        HelpName = "DIR",
    };

    public static Command Create() => new("fetch", "Download published data.") { TaxiBj() };

    private static Command TaxiBj()
    {
        var command = new Command(
            "taxibj", "Download TaxiBJ from the repository of UrbanFM; goes on where it broke off, and checks what is there already.")
        {
            Tasks, From, Out, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var request = new TaxiBjFetchRequest
        {
            Tasks = TaxiBjTask.ParseRange(parsed.GetRequiredValue(Tasks), "option --task"),
            Folder = parsed.GetRequiredValue(Out),
            From = parsed.GetValue(From),
        };
        using var interruption = new Interruption();
        var archives = TaxiBjFetch.RunAsync(request, new TransferLine(new ProgressLine()), interruption.Token).GetAwaiter().GetResult();
        Output.Report(parsed.GetValue(CommonOptions.Json), new FetchReport(archives, TaxiBjSource.Licence), Render);
        return ExitCodes.Done;
    }

    private static void Render(FetchReport report)
    {
        foreach (var archive in report.Archives)
        {
            var kind = archive.Published ? "as published" : "NOT the published archive byte for byte";
            Output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{archive.File}  {archive.Size / 1e6:F1} MB  SHA-256 {archive.Sha256}  ")
                + $"{(archive.WasThere ? "was there, unchanged" : "fetched")}, {kind}");
        }

        Output.Line(report.Licence);
        Output.Line($"next: fineflow data import taxibj {string.Join(' ', report.Archives.Select(archive => archive.File))}");
    }

    /// <summary>The fields of <c>fetch --json</c>.</summary>
    private sealed record FetchReport(IReadOnlyList<FetchedArchive> Archives, string Licence);
}
