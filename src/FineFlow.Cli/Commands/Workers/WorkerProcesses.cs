using System.Diagnostics;
using System.Globalization;
using FineFlow.Cli.Terminal;

namespace FineFlow.Cli.Commands.Workers;

/// <summary>Several processes of this program that do the planned work of one folder.</summary>
internal static class WorkerProcesses
{
    private const string Visible = "CUDA_VISIBLE_DEVICES";

    /// <summary>Starts them and waits for their ends. What they print on standard error is printed with their number.</summary>
    /// <param name="work">The command whose <c>run</c> does it, such as "experiment".</param>
    /// <param name="folder">The folder.</param>
    /// <param name="count">Number of processes.</param>
    /// <param name="gpus">GPUs that they take by turns; 0 where they compute on the CPU, or on one GPU that is named.</param>
    /// <param name="expiry">How long one may say nothing; null for the default.</param>
    /// <param name="cancellationToken">Makes them save and stop.</param>
    public static void Run(
        string work, string folder, int count, int gpus, TimeSpan? expiry, CancellationToken cancellationToken)
    {
        var processes = Enumerable.Range(1, count)
            .Select(number => Process.Start(Command(work, folder, number, gpus, expiry))!)
            .ToList();
        processes.Index().ToList().ForEach(process => Forward(process.Item, process.Index + 1));
        using (cancellationToken.Register(() => processes.ForEach(process => process.StandardInput.Close())))
        {
            processes.ForEach(process => process.WaitForExit());
        }

        processes.ForEach(process => process.Dispose());
    }

    /// <summary>Returns what starts a process.</summary>
    internal static ProcessStartInfo Command(string work, string folder, int number, int gpus, TimeSpan? expiry)
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

        foreach (var word in new[] { work, "run", folder, "--stop-with-input" })
        {
            start.ArgumentList.Add(word);
        }

        if (expiry is { } time)
        {
            start.ArgumentList.Add("--expiry");
            start.ArgumentList.Add(((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        if (gpus > 0)
        {
            // A GPU that a process does not see is not touched; the one that it sees is its "cuda".
            start.Environment[Visible] = Gpu(Environment.GetEnvironmentVariable(Visible), (number - 1) % gpus);
        }

        return start;
    }

    /// <summary>Returns the name of a GPU among those that this process sees itself.</summary>
    private static string Gpu(string? visible, int index) =>
        string.IsNullOrEmpty(visible) ? Invariant($"{index}") : visible.Split(',')[index];

    private static void Forward(Process process, int number)
    {
        process.ErrorDataReceived += (_, line) => Forward(number, line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    private static void Forward(int number, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            Output.Note(Invariant($"({number}) {line}"));
        }
    }
}
