using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Server.Hosting;
using FineFlow.Server.Settings;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary>
/// <c>fineflow serve</c>. Nothing of ASP.NET is touched before the command runs, so that the other commands start as fast as ever.
/// </summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Models = new("--models")
    {
        Description = "directory of model bundles or run folders: MODEL/ or MODEL/VERSION/ (default: none; --models or --demo is expected)",
        HelpName = "DIR",
    };
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "dataset folder that the dashboard shows; may be repeated (default: none)",
        HelpName = "DIR",
    };
    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = $"serve the demo's city and models from {DemoCommand.DefaultFolder}, making them where they are missing",
    };
    private static readonly Option<string?> Url = new("--url")
    {
        Description = "where callers are served (default: http://127.0.0.1:8080)",
        HelpName = "URL",
    };
    private static readonly Option<string?> AdminUrl = new("--admin-url")
    {
        Description = "where models, metrics and health are managed "
            + "(default: loopback, on the port after that of --url: http://127.0.0.1:8081)",
        HelpName = "URL",
    };

    private static readonly Option<string[]> Proxy = new("--proxy")
    {
        Description = "address or network (10.0.0.0/8) of a reverse proxy; its X-Forwarded-For and X-Forwarded-Proto are believed; "
            + "may be repeated (default: none)",
        HelpName = "CIDR",
    };

    private static readonly Option<string?> ApiKeyFile = new("--api-key-file")
    {
        Description = "API keys, a line a key; callers send Authorization: Bearer KEY (default: none is asked for)",
        HelpName = "FILE",
    };
    private static readonly Option<string?> TlsCertificate = new("--tls-cert")
    {
        Description = "certificate for https (PEM; default: none)",
        HelpName = "FILE",
    };
    private static readonly Option<string?> TlsKey = new("--tls-key")
    {
        Description = "key of the certificate (PEM; default: in the file of the certificate)",
        HelpName = "FILE",
    };
    private static readonly Option<int?> MaxBatch = NumberOption.Whole(
        "--max-batch",
        "N",
        "maps that are inferred at once (default: as many as take at most half as long again as one, measured at loading)");
    private static readonly Option<int?> Queue = NumberOption.Whole(
        "--queue", "N", "maps that may wait in a burst, at most, and a tenth of a second's work; more are refused with 503 (default: 256)");
    private static readonly Option<int?> MaxBody = NumberOption.Whole(
        "--max-body", "BYTES", "length of a request's body in bytes, at most (default: 4194304)");
    private static readonly Option<int?> Rate = NumberOption.Whole(
        "--rate", "N", "requests a second from one address; more are refused with 429 (default: 1000)");
    private static readonly Option<int?> Connections = NumberOption.Whole("--connections", "N", "open connections, at most (default: 512)");
    private static readonly Option<double?> Timeout = NumberOption.Decimal(
        "--timeout", "SECONDS", "seconds that a request may take (default: 30)");
    private static readonly Option<int?> Threads = NumberOption.Whole(
        "--threads", "N", "threads of the tensor work (default: all processors but one, which HTTP has)");
    private static readonly Option<string?> TileUrl = new("--tile-url")
    {
        Description = "base map for the dashboard, with {z}, {x} and {y} (default: none, nothing is loaded from elsewhere)",
        HelpName = "URL",
    };
    private static readonly Option<string?> TileAttribution = new("--tile-attribution")
    {
        Description = "attribution text shown for the base map (default: none)",
        HelpName = "TEXT",
    };
    private static readonly Option<bool> Strict = new("--strict")
    {
        Description = "refuse maps that are unlike those that a model was trained on (size, place, scale of counts) instead of warning",
    };

    /// <summary>More seconds than the server accepts, and fewer than a <see cref="TimeSpan"/> overflows with.</summary>
    private const double LongestTimeout = 1e9;

    public static Command Create()
    {
        var command = new Command("serve", "Serve models over HTTP, with a dashboard.")
        {
            Models, Data, Demo, Url, AdminUrl, Proxy, ApiKeyFile, TlsCertificate, TlsKey, MaxBatch, Queue, MaxBody, Rate, Connections,
            Timeout, TileUrl, TileAttribution, Threads, Strict,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = Options(parsed);
        NativeLibraries.Require(parsed.GetValue(Threads) ?? Math.Max(1, Environment.ProcessorCount - 1));
        using var interruption = new Interruption("answering what has come; once more to stop at once");
        if (options.Demo)
        {
            DemoModels.Require(options.Models, interruption.Token);
        }

        ServeAsync(options, interruption.Token).GetAwaiter().GetResult();
        return ExitCodes.Done;
    }

    private static async Task ServeAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await FlowServer.StartAsync(options, ServerLog.Configure, cancellationToken);
        Output.Note(
            $"FineFlow serves {string.Join(", ", server.Registry.Models.Keys)} at {server.Url}, "
            + $"management at {server.AdminUrl} (Ctrl-C stops)");
        await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static ServerOptions Options(ParseResult parsed)
    {
        var (models, demo) = (parsed.GetValue(Models), parsed.GetValue(Demo));
        if (models is null == !demo)
        {
            throw new BadInputException("options --models and --demo", "one of them is expected");
        }

        var defaults = new ServerOptions { Models = models ?? DemoCommand.DefaultFolder };
        return defaults with
        {
            Datasets = [.. parsed.GetValue(Data) ?? [], .. demo ? [DemoCity.Folder(defaults.Models)] : Array.Empty<string>()],
            Demo = demo,
            Url = parsed.GetValue(Url) ?? defaults.Url,
            AdminUrl = parsed.GetValue(AdminUrl),
            Proxies = parsed.GetValue(Proxy) ?? [],
            ApiKeyFile = parsed.GetValue(ApiKeyFile),
            TlsCertificate = parsed.GetValue(TlsCertificate),
            TlsKey = parsed.GetValue(TlsKey),
            Engine = new()
            {
                MaxBatch = parsed.GetValue(MaxBatch),
                Queue = parsed.GetValue(Queue) ?? defaults.Engine.Queue,
                Strict = parsed.GetValue(Strict),
            },
            MaxBodyBytes = parsed.GetValue(MaxBody) ?? defaults.MaxBodyBytes,
            Rate = parsed.GetValue(Rate) ?? defaults.Rate,
            Connections = parsed.GetValue(Connections) ?? defaults.Connections,
            Timeout = parsed.GetValue(Timeout) is { } seconds
                ? TimeSpan.FromSeconds(Math.Clamp(seconds, -LongestTimeout, LongestTimeout))
                : defaults.Timeout,
            TileUrl = parsed.GetValue(TileUrl),
            TileAttribution = parsed.GetValue(TileAttribution),
        };
    }
}
