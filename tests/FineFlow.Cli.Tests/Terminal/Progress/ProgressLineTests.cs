using FineFlow.Cli.Terminal.Progress;

namespace FineFlow.Cli.Tests.Terminal.Progress;

public class ProgressLineTests
{
    private readonly ManualClock _clock = new();
    private readonly List<string> _shown = [];

    /// <summary>Steps come 20 times a second; those that show are the first at or after each interval.</summary>
    [Theory]
    [InlineData(true, null, "4 8 12 16 20")]
    [InlineData(false, null, "600 1200")]
    [InlineData(false, 60, "1200")]
    public void A_terminal_is_redrawn_every_200_ms_and_a_pipe_gets_a_line_every_30_s_or_as_asked(
        bool isTerminal, int? interval, string expected)
    {
        var line = Line(isTerminal, interval is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        for (var step = 1; step <= (isTerminal ? 20 : 1200); step++)
        {
            _clock.Advance(0.05);
            line.Report(new($"{step}"));
        }

        Assert.Equal(expected, string.Join(' ', _shown));
    }

    [Fact]
    public void An_interval_begins_with_the_step_that_shows_not_with_the_one_that_was_due()
    {
        var line = Line(isTerminal: true);
        foreach (var pause in new[] { 0.35, 0.1, 0.1 })
        {
            _clock.Advance(pause);
            line.Report(new($"{pause}"));
        }

        Assert.Equal(["0.35", "0.1"], _shown);
    }

    [Fact]
    public void A_milestone_shows_at_once_and_an_interval_begins_with_it()
    {
        var line = Line(isTerminal: false);
        _clock.Advance(29);
        line.Report(new("begun") { IsMilestone = true });
        _clock.Advance(29);
        line.Report(new("not yet"));
        _clock.Advance(1);
        line.Report(new("now"));

        Assert.Equal(["begun", "now"], _shown);
    }

    private ProgressLine Line(bool isTerminal, TimeSpan? pipeInterval = null) => new(_clock, isTerminal, _shown.Add, pipeInterval);
}
