using System.CommandLine;
using FineFlow.AspNetCore.Settings;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Host;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;
using Microsoft.Extensions.Configuration;

namespace FineFlow.Cli.Commands;

/// <summary>
/// <c>fineflow serve</c>: the options that <see cref="FineFlowOptions"/>, <see cref="ServeOptions"/> and <see cref="EngineOptions"/>
/// declare, over those of the environment, over those of a file. Nothing of ASP.NET is touched before the command runs, so that the other
/// commands start as fast as ever.
/// </summary>
internal static class ServeCommand
{
    private static readonly IReadOnlyList<DeclaredOption> Declared =
    [
        .. new[] { typeof(FineFlowOptions), typeof(ServeOptions), typeof(EngineOptions) }.SelectMany(DeclaredOption.AllOf),
    ];

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = $"serve the demo's city and models from {DemoCommand.DefaultFolder}, making them where they are missing",
    };

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "settings as in an app's appsettings.json, {\"FineFlow\": {\"MaxBatch\": 8, ..}}; "
            + "options and the environment go before them (default: none)",
        HelpName = "FILE",
    };

    private static readonly Option<int?> Threads = DeclaredOption.Of<int?>(
        typeof(RunOptions), nameof(RunOptions.Threads), otherwise: "all processors but one, which HTTP has");

    public static Command Create()
    {
        var command = new Command("serve", "Serve models over HTTP and gRPC, with a dashboard.") { Demo, Config };
        foreach (var option in Declared)
        {
            command.Add(option.Option);
        }

        command.Add(Threads);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = Options(parsed, ServeConfiguration.Environment);
        NativeLibraries.Require(parsed.GetValue(Threads) ?? Math.Max(1, Environment.ProcessorCount - 1));
        string[] devices = [.. options.Device.Split(',', StringSplitOptions.TrimEntries).Select(CommonOptions.Chosen)];
        options = options with { Device = string.Join(',', devices) };
        using var interruption = new Interruption("answering what has come; once more to stop at once");
        if (options.Demo)
        {
            DemoModels.Require(options.Models, devices[0], interruption.Token);
        }

        ServeAsync(options, interruption.Token).GetAwaiter().GetResult();
        return ExitCodes.Done;
    }

    /// <summary>Serves models and a dataset where the defaults say, until Ctrl-C.</summary>
    public static int Serve(string models, string data, CancellationToken cancellationToken)
    {
        ServeAsync(new ServeOptions { Models = models, Datasets = [data] }, cancellationToken).GetAwaiter().GetResult();
        return ExitCodes.Done;
    }

    private static async Task ServeAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        await using var server = await FlowServer.StartAsync(options, ServerLog.Configure, cancellationToken);
        Output.Note(
            $"FineFlow serves {string.Join(", ", server.Registry.Models.Keys)} at {server.Callers}, "
            + $"management at {server.Operators} (Ctrl-C stops)");
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Returns what is to be served: the options that are given go before the environment, and that before the file.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">The environment's settings.</param>
    /// <exception cref="BadInputException">One of them cannot be used.</exception>
    internal static ServeOptions Options(ParseResult parsed, IConfiguration environment)
    {
        var options = DeclaredOption.Apply(Declared, parsed, ServeConfiguration.Read(parsed.GetValue(Config), environment));
        var demo = parsed.GetValue(Demo) || options.Demo;
        if (demo == (options.Models.Length > 0))
        {
            throw new BadInputException("options --models and --demo", "one of them is expected");
        }

        return demo ? AsDemo(options) : options;
    }

    private static ServeOptions AsDemo(ServeOptions options) => options with
    {
        SharesModels = true,
        Demo = true,
        Models = DemoCommand.DefaultFolder,
        Datasets = [.. options.Datasets, DemoCity.Folder(DemoCommand.DefaultFolder)],
    };
}
