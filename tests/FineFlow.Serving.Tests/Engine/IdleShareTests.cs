using FineFlow.Serving.Engine;

namespace FineFlow.Serving.Tests.Engine;

public sealed class IdleShareTests
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(0.1), Turn = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void It_begins_idle_forgets_within_its_memory_and_comes_back()
    {
        var share = new IdleShare(Memory);
        Assert.Equal(1, share.Value);
        Add(share, 10, idle: 0);
        Assert.Equal(Math.Exp(-1), share.Value, 1e-9);
        Add(share, 100, idle: 0);
        Assert.InRange(share.Value, 0, 1e-4);
        Add(share, 100, idle: 1);
        Assert.InRange(share.Value, 0.9999, 1);
    }

    [Fact]
    public void It_is_the_share_whatever_the_length_of_turns()
    {
        var (fine, coarse) = (new IdleShare(Memory), new IdleShare(Memory));
        Add(fine, 50, idle: 0.25);
        coarse.Add(Turn * 50 * 0.25, Turn * 50);
        Assert.Equal(fine.Value, coarse.Value, 1e-9);
        Assert.Equal(0.25, fine.Value, 0.01);
    }

    private static void Add(IdleShare share, int turns, double idle)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            share.Add(Turn * idle, Turn);
        }
    }
}
