using System.Text.Json;
using FineFlow.Core.Settings;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FineFlow.Cli.Terminal;

/// <summary>Results go to stdout, as a table or as one JSON object; everything else goes to stderr.</summary>
internal static class Output
{
    private const int WidthOfPipes = 160;

    /// <summary>Draws a table or the like on stdout.</summary>
    public static void Draw(IRenderable drawn)
    {
        StatusLine.Clear();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            // A pipe has no width of its own: nothing is to be cut there.
            console.Profile.Width = WidthOfPipes;
        }

        console.Write(drawn);
    }

    /// <summary>Prints a report as one JSON object, or as <paramref name="render"/> shows it to people.</summary>
    public static void Report<T>(bool json, T report, Action<T> render)
    {
        if (json)
        {
            Line(JsonSerializer.Serialize(report, JsonStyle.Document));
        }
        else
        {
            render(report);
        }
    }

    public static void Line(string text)
    {
        StatusLine.Clear();
        Console.Out.WriteLine(text);
    }

    public static void Note(string text)
    {
        StatusLine.Clear();
        Console.Error.WriteLine(text);
    }

    public static void Warning(string text) => Note($"fineflow: warning: {OneLine(text)}");

    public static void Error(string text) => Note($"fineflow: {OneLine(text)}");

    /// <summary>Names of files and fields may hold line breaks, or codes that a terminal obeys.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
