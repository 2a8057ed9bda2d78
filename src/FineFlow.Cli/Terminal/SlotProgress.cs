using System.Diagnostics;
using System.Globalization;
using FineFlow.Ingest.Synthetic;

namespace FineFlow.Cli.Terminal;

/// <summary>How many slots are written, on stderr: one line that is rewritten (in a terminal) or, in a pipe, a line now and then.</summary>
internal sealed class SlotProgress : IProgress<CityProgress>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(10);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly Stopwatch _sinceFirst = new();

    /// <summary>Slots a second since the first one, which waits for the set-up.</summary>
    public double Rate { get; private set; }

    public void Report(CityProgress value)
    {
        _sinceFirst.Start();
        Rate = (value.Written - 1) / Math.Max(1e-9, _sinceFirst.Elapsed.TotalSeconds);
        var done = value.Written == value.Total;
        if (Rate == 0 || (!done && _sinceLine.Elapsed < (_terminal ? TerminalInterval : PipeInterval)))
        {
            return;
        }

        _sinceLine.Restart();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"slot {value.Written}/{value.Total}  {Rate:F0} slots/s  {Duration.Text((value.Total - value.Written) / Rate)} left");
        Console.Error.Write(_terminal ? $"\r\e[K{line}{(done ? "\n" : "")}" : line + "\n");
    }
}
