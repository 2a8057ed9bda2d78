using System.CommandLine;
using FineFlow.AspNetCore.Hosting;
using FineFlow.AspNetCore.Settings;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Commands;

/// <summary>
/// <c>fineflow serve</c>: the options that <see cref="ServerOptions"/> and <see cref="EngineOptions"/> declare. Nothing of ASP.NET is
/// touched before the command runs, so that the other commands start as fast as ever.
/// </summary>
internal static class ServeCommand
{
    private static readonly IReadOnlyList<DeclaredOption> OfServer = DeclaredOption.AllOf(typeof(ServerOptions));
    private static readonly IReadOnlyList<DeclaredOption> OfEngine = DeclaredOption.AllOf(typeof(EngineOptions));

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = $"serve the demo's city and models from {DemoCommand.DefaultFolder}, making them where they are missing",
    };

    private static readonly Option<int?> Threads = DeclaredOption.Of<int?>(
        typeof(RunOptions), nameof(RunOptions.Threads), otherwise: "all processors but one, which HTTP has");

    public static Command Create()
    {
        var command = new Command("serve", "Serve models over HTTP, with a dashboard.") { Demo };
        foreach (var option in OfServer.Concat(OfEngine))
        {
            command.Add(option.Option);
        }

        command.Add(Threads);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = Options(parsed);
        NativeLibraries.Require(parsed.GetValue(Threads) ?? Math.Max(1, Environment.ProcessorCount - 1));
        options = options with { Engine = options.Engine with { Device = CommonOptions.Chosen(options.Engine.Device) } };
        using var interruption = new Interruption("answering what has come; once more to stop at once");
        if (options.Demo)
        {
            DemoModels.Require(options.Models, options.Engine.Device, interruption.Token);
        }

        ServeAsync(options, interruption.Token).GetAwaiter().GetResult();
        return ExitCodes.Done;
    }

    /// <summary>Serves models and a dataset where the defaults say, until Ctrl-C.</summary>
    public static int Serve(string models, string data, CancellationToken cancellationToken)
    {
        ServeAsync(new ServerOptions { Models = models, Datasets = [data] }, cancellationToken).GetAwaiter().GetResult();
        return ExitCodes.Done;
    }

    private static async Task ServeAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await FlowServer.StartAsync(options, ServerLog.Configure, cancellationToken);
        Output.Note(
            $"FineFlow serves {string.Join(", ", server.Registry.Models.Keys)} at {server.Url}, "
            + $"management at {server.AdminUrl} (Ctrl-C stops)");
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static ServerOptions Options(ParseResult parsed)
    {
        const string NotGiven = "";
        var options = DeclaredOption.Apply(OfServer, parsed, new ServerOptions { Models = NotGiven });
        options = options with { Engine = DeclaredOption.Apply(OfEngine, parsed, options.Engine) };
        var demo = parsed.GetValue(Demo);
        if (demo == (options.Models != NotGiven))
        {
            throw new BadInputException("options --models and --demo", "one of them is expected");
        }

        return demo ? AsDemo(options) : options;
    }

    private static ServerOptions AsDemo(ServerOptions options) => options with
    {
        Demo = true,
        Models = DemoCommand.DefaultFolder,
        Datasets = [.. options.Datasets, DemoCity.Folder(DemoCommand.DefaultFolder)],
    };
}
