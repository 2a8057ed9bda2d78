using System.Diagnostics;
using System.Globalization;
using FineFlow.Cli.Terminal;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary>Several processes of this program that train the plan of one folder.</summary>
internal static class WorkerProcesses
{
    /// <summary>Starts them and waits for their ends. What they print on standard error is printed with their number.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="count">Number of processes.</param>
    /// <param name="expiry">How long one may say nothing; null for the default.</param>
    /// <param name="cancellationToken">Makes them save and stop.</param>
    public static void Run(string folder, int count, TimeSpan? expiry, CancellationToken cancellationToken)
    {
        var processes = Enumerable.Range(1, count).Select(number => Start(folder, number, expiry)).ToList();
        using (cancellationToken.Register(() => processes.ForEach(process => process.StandardInput.Close())))
        {
            processes.ForEach(process => process.WaitForExit());
        }

        processes.ForEach(process => process.Dispose());
    }

    private static Process Start(string folder, int number, TimeSpan? expiry)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true, // its end is what asks them to stop
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcesses).Assembly.Location);
        }

        foreach (var word in new[] { "experiment", "run", folder, "--stop-with-input" })
        {
            start.ArgumentList.Add(word);
        }

        if (expiry is { } time)
        {
            start.ArgumentList.Add("--expiry");
            start.ArgumentList.Add(((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Forward(number, line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static void Forward(int number, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            Output.Note(Invariant($"({number}) {line}"));
        }
    }
}
