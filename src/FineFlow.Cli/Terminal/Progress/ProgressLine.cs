namespace FineFlow.Cli.Terminal.Progress;

/// <summary>
/// The one line that tells how far a piece of work is: redrawn every 200 ms on a terminal, a new line every 30 s in a pipe, on stderr.
/// </summary>
internal sealed class ProgressLine : IProgress<ProgressStep>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly Action<string> _show;
    private long _lastShown;

    /// <summary>Begins a line on stderr; the first step shows after an interval.</summary>
    /// <param name="pipeInterval">How often a line is written in a pipe; null: every 30 s.</param>
    public ProgressLine(TimeSpan? pipeInterval = null)
        : this(TimeProvider.System, StatusLine.Possible, StatusLine.Possible ? StatusLine.Show : Output.Note, pipeInterval)
    {
    }

    /// <summary>Begins a line on something else, at the times of another clock.</summary>
    public ProgressLine(TimeProvider clock, bool isTerminal, Action<string> show, TimeSpan? pipeInterval = null)
    {
        (_clock, _show) = (clock, show);
        _interval = isTerminal ? TerminalInterval : pipeInterval ?? TimeSpan.FromSeconds(30);
        _lastShown = clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Report(ProgressStep value)
    {
        if (!value.IsMilestone && _clock.GetElapsedTime(_lastShown) < _interval)
        {
            return;
        }

        _lastShown = _clock.GetTimestamp();
        _show($"{value}");
    }
}
