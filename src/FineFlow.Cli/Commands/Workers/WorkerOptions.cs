using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;

namespace FineFlow.Cli.Commands.Workers;

/// <summary>What commands that do planned work beside other processes are asked.</summary>
internal static class WorkerOptions
{
    private const int MostJobs = 256;

    private static readonly Option<int?> Task = NumberOption.Whole(
        "--task", "N", "train this one only, by its number in the plan (default: the next free one, until none is left)");

    private static readonly Option<bool> StopWithInput = new("--stop-with-input")
    {
        Description = "save and stop when standard input ends, as it does when the program that started this one has ended",
    };

    public static Option<int?> Jobs { get; } = NumberOption.Whole(
        "--jobs", "N", "train N at a time, in processes of their own (default: 1)");

    /// <summary>The options of a command that goes on with a plan.</summary>
    public static IReadOnlyList<Option> OfRun { get; } = [Task, Jobs, CommonOptions.Expiry, StopWithInput];

    /// <summary>Returns how many trainings run at a time.</summary>
    /// <exception cref="BadInputException">The number is out of range.</exception>
    public static int JobsOf(ParseResult parsed) => NumberOption.InRange(Jobs, parsed.GetValue(Jobs) ?? 1, MostJobs);

    /// <summary>Returns the threads of each of so many trainings at a time; null for libtorch's default.</summary>
    public static int? ThreadsOf(int jobs) => jobs == 1 ? null : Math.Max(1, Environment.ProcessorCount / jobs);

    /// <summary>Returns the number of the only task to do; null for all.</summary>
    /// <exception cref="BadInputException">It is given beside several jobs.</exception>
    public static int? TaskOf(ParseResult parsed) => parsed.GetValue(Task) is { } task && JobsOf(parsed) > 1
        ? throw new BadInputException("options --task and --jobs", "exclude one another")
        : parsed.GetValue(Task);

    /// <summary>Returns what stops the work: the interruption, and the end of standard input where that is asked for.</summary>
    public static CancellationTokenSource StopOf(ParseResult parsed, CancellationToken interruption)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption);
        if (parsed.GetValue(StopWithInput))
        {
            new Thread(() => StopAtEnd(Console.OpenStandardInput(), stop)) { IsBackground = true, Name = "input" }.Start();
        }

        return stop;
    }

    private static void StopAtEnd(Stream input, CancellationTokenSource stop)
    {
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work has ended before its input.
        }
    }
}
