using System.Diagnostics;

namespace FineFlow.Torch.Benchmarking;

/// <summary>How long the rounds of some work take, measured in turns with other work.</summary>
internal sealed class RoundTimes(Action round)
{
    private readonly List<double> _seconds = [];

    /// <summary>Seconds of each round.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    /// <summary>Repeats the round until a time has passed.</summary>
    /// <param name="time">The time.</param>
    /// <param name="atLeast">Rounds at least.</param>
    public void Turn(TimeSpan time, int atLeast)
    {
        // The caches hold what the turn before needed: a round that does not count, unless one alone is long beside that.
        if (_seconds.Count == 0 || _seconds[^1] < time.TotalSeconds)
        {
            round();
        }

        var clock = Stopwatch.StartNew();
        for (var rounds = 0; rounds < atLeast || clock.Elapsed < time; rounds++)
        {
            var begin = Stopwatch.GetTimestamp();
            round();
            _seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
    }
}
