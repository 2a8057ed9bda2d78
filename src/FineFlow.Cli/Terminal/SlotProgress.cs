using System.Diagnostics;
using System.Globalization;
using FineFlow.Core.Tables;
using FineFlow.Synthetic;

namespace FineFlow.Cli.Terminal;

/// <summary>How many slots are written, on stderr: one line that is rewritten (in a terminal) or, in a pipe, a line now and then.</summary>
internal sealed class SlotProgress : IProgress<CityProgress>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly Stopwatch _sinceFirst = new();

    /// <summary>Slots a second since the first one, which waits for the routes.</summary>
    public double Rate { get; private set; }

    public void Report(CityProgress value)
    {
        _sinceFirst.Start();
        Rate = (value.Written - 1) / Math.Max(1e-9, _sinceFirst.Elapsed.TotalSeconds);
        if (Rate == 0 || _sinceLine.Elapsed < (StatusLine.Possible ? TerminalInterval : PipeInterval))
        {
            return;
        }

        _sinceLine.Restart();
        var left = NumberText.Duration((value.Total - value.Written) / Rate);
        var text = string.Create(CultureInfo.InvariantCulture, $"{value.Written:N0} of {value.Total:N0} slots  {Rate:F0} slots/s  {left} left");
        if (StatusLine.Possible)
        {
            StatusLine.Show(text);
        }
        else
        {
            Output.Note(text);
        }
    }
}
