using System.Diagnostics;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Times the rounds of some work, in turns with other work.</summary>
internal sealed class RoundTimes(Action round)
{
    private readonly List<double> _seconds = [];

    /// <summary>Seconds of each round.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    /// <summary>Repeats the round for a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="atLeast">Smallest number of rounds.</param>
    public void Turn(TimeSpan time, int atLeast)
    {
        // The other work has filled the caches: one round does not count, unless it alone would take longer than this turn.
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
