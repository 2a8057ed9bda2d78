using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Commands;
using FineFlow.Cli.Terminal;

namespace FineFlow.Cli.Tests.CommandLine;

/// <summary>Tests that redirect the console: they do not run side by side.</summary>
[CollectionDefinition(nameof(InProcess))]
public sealed class InProcess
{
    /// <summary>The program. Commands share their options, which would remember each program that was made of them: one is made.</summary>
    internal static RootCommand Program { get; } = FineflowCommand.Create();

    /// <summary>Runs the program's commands in this process, one at a time.</summary>
    internal static (int Code, string Out, string Error) Run(params IReadOnlyList<string> arguments)
    {
        lock (Program)
        {
            return RunAlone(arguments);
        }
    }

    /// <summary>The refusal of a command line: exit code 2, nothing on stdout, one line on stderr.</summary>
    internal static string Refusal(params IReadOnlyList<string> arguments)
    {
        var (code, output, error) = Run(arguments);
        Assert.True(code == ExitCodes.BadInput, $"exit code {code} of {string.Join(' ', arguments)}: {error}");
        Assert.Equal("", output);
        Assert.StartsWith("fineflow: ", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        return error[..^1];
    }

    private static (int Code, string Out, string Error) RunAlone(IReadOnlyList<string> arguments)
    {
        var (stdout, stderr) = (Console.Out, Console.Error);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            return (CommandRunner.Run(Program, [.. arguments]), $"{output}", $"{error}");
        }
        finally
        {
            Console.SetOut(stdout);
            Console.SetError(stderr);
        }
    }
}
