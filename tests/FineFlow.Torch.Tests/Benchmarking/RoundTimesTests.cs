using FineFlow.Torch.Benchmarking;

namespace FineFlow.Torch.Tests.Benchmarking;

public class RoundTimesTests
{
    private static readonly TimeSpan NoTime = TimeSpan.FromTicks(1);

    [Fact]
    public void The_first_round_of_a_turn_does_not_count()
    {
        var rounds = 0;
        var times = new RoundTimes(() => Thread.Sleep(rounds++ % 4 == 0 ? 100 : 1));

        times.Turn(NoTime, atLeast: 3);

        Assert.Equal(3, times.Seconds.Count);
        Assert.Equal(4, rounds);
        Assert.All(times.Seconds, seconds => Assert.InRange(seconds, 0.001, 0.09));
    }

    [Fact]
    public void A_turn_goes_on_until_its_time_has_passed()
    {
        var times = new RoundTimes(() => Thread.Sleep(1));

        times.Turn(TimeSpan.FromMilliseconds(40), atLeast: 1);

        Assert.InRange(times.Seconds.Sum(), 0.03, 5);
        Assert.InRange(times.Seconds.Count, 2, 40);
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
