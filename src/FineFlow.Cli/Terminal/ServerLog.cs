using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FineFlow.Cli.Terminal;

/// <summary>The server's log on stderr: a line for people on a terminal, a JSON object a line elsewhere.</summary>
internal static class ServerLog
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void Configure(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (Console.IsErrorRedirected)
        {
            logging.AddJsonConsole(json => (json.IncludeScopes, json.UseUtcTimestamp, json.TimestampFormat) = (true, true, Time));
        }
        else
        {
            logging.AddSimpleConsole(
                simple => (simple.SingleLine, simple.UseUtcTimestamp, simple.TimestampFormat) = (true, true, Time + " "));
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
