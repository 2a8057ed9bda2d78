using System.Diagnostics;
using System.Text.RegularExpressions;
using FineFlow.Cli.Tests.CommandLine;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>The program: its commands in this process, and itself as a process of its own.</summary>
internal static class Fineflow
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static string Path { get; } =
        System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "fineflow.exe" : "fineflow");

    /// <summary>Runs a command in this process, one at a time: a process costs a second for libtorch, and there are hundreds.</summary>
    public static Outcome Run(params string[] arguments)
    {
        var (code, output, error) = InProcess.Run(arguments);
        return new(code, NameOfProgram(output), NameOfProgram(error));

        // The tests' own program gives its name to the help and to its folder: the help's is replaced.
        static string NameOfProgram(string text) =>
            Regex.Replace(text, $@"(?<![/\\]){Regex.Escape(InProcess.Program.Name)}(?![/\\.])", "fineflow");
    }

    /// <summary>Runs a command that must succeed, in this process.</summary>
    public static Outcome RunWell(params string[] arguments) => Succeeded(Run(arguments), arguments);

    /// <summary>Runs a command that must succeed, as a process.</summary>
    public static Outcome RunProcessWell(params string[] arguments) => Succeeded(RunProgram(Path, arguments), arguments);

    /// <summary>Runs a program to its end.</summary>
    public static Outcome RunProgram(string program, params string[] arguments) => RunProgram(program, [], arguments);

    /// <summary>Runs a program to its end, with further environment variables.</summary>
    public static Outcome RunProgram(string program, Dictionary<string, string?> environment, params string[] arguments)
    {
        using var running = Start(program, arguments, environment);
        return running.Finish(Patience);
    }

    /// <summary>Starts a command and leaves it running.</summary>
    public static RunningProgram Start(params string[] arguments) => Start(Path, arguments);

    /// <summary>Starts a program, with further variables in its environment.</summary>
    public static RunningProgram Start(string program, string[] arguments, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // Tests run side by side: threads that spin while they wait would take the processor from each other.
                ["GOMP_SPINCOUNT"] = "0",
                ["OMP_WAIT_POLICY"] = "passive",
                // Most programs here are over before profiles pay, and compiling again what is called some dozens of times.
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_TC_CallCountThreshold"] = "300",
                ["FINEFLOW_TRACE"] = null,
            },
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(Process.Start(start)!);
    }

    private static Outcome Succeeded(Outcome outcome, string[] arguments)
    {
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode} of fineflow {string.Join(' ', arguments)}: {outcome.Error}");
        return outcome;
    }
}
