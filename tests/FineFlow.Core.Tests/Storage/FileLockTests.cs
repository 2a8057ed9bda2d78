using FineFlow.Core.Storage;

namespace FineFlow.Core.Tests.Storage;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_never_hold_it_however_they_race()
    {
        const int Racers = 4, Rounds = 20_000;
        var path = _folder.File("lock");
        var (holders, most, taken) = (0, 0, 0);
        var racers = Enumerable.Range(0, Racers).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (FileLock.TryTake(path) is { } held)
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref holders));
                    Interlocked.Increment(ref taken);
                    Thread.SpinWait(20);
                    Interlocked.Decrement(ref holders);
                    held.Dispose();
                }
            }
        })).ToList();
        racers.ForEach(racer => racer.Start());
        racers.ForEach(racer => racer.Join());

        Assert.Equal(1, most);
        Assert.True(taken > Rounds, $"taken {taken} times: the race did not take place");
    }

    [Fact]
    public void A_file_that_an_earlier_holder_left_locks_nothing()
    {
        var path = _folder.File("lock");
        File.WriteAllText(path, "left");
        using (var held = FileLock.TryTake(path))
        {
            Assert.NotNull(held);
            Assert.Null(FileLock.TryTake(path));
        }

        Assert.Equal("left", File.ReadAllText(path));
    }

    [Fact]
    public void What_cannot_be_made_is_no_held_lock() =>
        Assert.ThrowsAny<IOException>(() => FileLock.TryTake(_folder.File("nosuch/lock")));

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
