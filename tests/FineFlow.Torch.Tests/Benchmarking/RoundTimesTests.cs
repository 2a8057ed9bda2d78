using System.Diagnostics;
using FineFlow.Torch.Benchmarking;

namespace FineFlow.Torch.Tests.Benchmarking;

public class RoundTimesTests
{
    private static readonly TimeSpan NoTime = TimeSpan.FromTicks(1);

    [Fact]
    public void The_first_round_of_a_turn_does_not_count()
    {
        var rounds = 0;
        var times = new RoundTimes(() => Thread.Sleep(rounds++ % 4 == 0 ? 500 : 1));

        times.Turn(NoTime, atLeast: 3);

        Assert.Equal(3, times.Seconds.Count);
        Assert.Equal(4, rounds);
        Assert.All(times.Seconds, seconds => Assert.InRange(seconds, 0.0005, 0.45));
    }

    [Fact]
    public void A_turn_goes_on_until_its_time_has_passed()
    {
        const double seconds = 0.04;
        var times = new RoundTimes(() => Thread.Sleep(1));
        var clock = Stopwatch.StartNew();

        times.Turn(TimeSpan.FromSeconds(seconds), atLeast: 1);

        Assert.True(clock.Elapsed.TotalSeconds >= seconds);
        Assert.InRange(times.Seconds.SkipLast(1).Sum(), 0, seconds);
    }

    [Fact]
    public void Rounds_that_are_longer_than_a_turn_warm_up_once()
    {
        var rounds = 0;
        var times = new RoundTimes(() =>
        {
            rounds++;
            Thread.Sleep(2);
        });

        times.Turn(NoTime, atLeast: 1);
        times.Turn(NoTime, atLeast: 1);
        times.Turn(NoTime, atLeast: 1);

        Assert.Equal(3, times.Seconds.Count);
        Assert.Equal(4, rounds);
    }
}
