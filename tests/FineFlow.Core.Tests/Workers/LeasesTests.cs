using FineFlow.Core.Workers;

namespace FineFlow.Core.Tests.Workers;

/// <summary>One process has a task, and another takes it when the first is dead.</summary>
public sealed class LeasesTests : IDisposable
{
    private const string Task = "3f00", Another = "3f01";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10), Short = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_task_is_one_holders_until_it_is_given_back()
    {
        var (mine, theirs) = (Open(Long), Open(Long));
        using (var lease = mine.TryTake(Task))
        {
            Assert.NotNull(lease);
            Assert.Null(theirs.TryTake(Task));
            Assert.Null(mine.TryTake(Task));
            Assert.True(theirs.IsTaken(Task));
            using var other = theirs.TryTake(Another);
            Assert.NotNull(other);
        }

        Assert.False(theirs.IsTaken(Task));
        using var again = theirs.TryTake(Task);
        Assert.NotNull(again);
    }

    [Fact]
    public void Of_many_that_want_a_task_at_once_one_gets_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var task = $"{round:x4}";
            using var start = new Barrier(8);
            var leases = new Lease?[8];
            var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
            {
                var all = Open(Long);
                start.SignalAndWait();
                leases[number] = all.TryTake(task);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());

            using var holder = Assert.Single(leases, lease => lease is not null);
        }
    }

    [Fact]
    public void A_holder_that_says_that_it_lives_keeps_its_task()
    {
        var others = Open(Short);
        using var lease = Open(Short).TryTake(Task);
        for (var look = 0; look < 20; look++)
        {
            Assert.Null(others.TryTake(Task));
            Thread.Sleep(Short / 4);
        }

        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    /// <summary>A process of another machine, whose number says nothing here.</summary>
    [Fact]
    public void A_holder_that_is_silent_is_dead_by_the_clock_of_who_looks()
    {
        WriteLease("far-away another-system 17 4");
        File.SetLastWriteTimeUtc(_folder.File($"{Task}.0001.lease"), DateTime.UtcNow.AddYears(-1)); // its clock may be anything
        var leases = Open(Short);

        Assert.Null(leases.TryTake(Task));
        Thread.Sleep(Short * 2);
        using var lease = leases.TryTake(Task);
        Assert.NotNull(lease);
        Assert.Null(Open(Short).TryTake(Task));
    }

    [Fact]
    public void A_process_of_this_system_that_has_ended_is_dead_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "process numbers are looked up in /proc");
        WriteLease((Holder.Here with { Process = int.MaxValue }).ToContent(4));

        using var lease = Open(Long).TryTake(Task);
        Assert.NotNull(lease);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a b c d")]
    [InlineData("far-away - 17 4")]
    public void What_names_nobody_is_waited_for(string content)
    {
        WriteLease(content);
        var leases = Open(Short);

        Assert.Null(leases.TryTake(Task));
        Thread.Sleep(Short * 2);
        using var lease = leases.TryTake(Task);
        Assert.NotNull(lease);
    }

    [Fact]
    public void Who_slept_too_long_hears_that_the_task_is_anothers()
    {
        using var lease = Open(Short).TryTake(Task);
        File.WriteAllText(_folder.File($"{Task}.0002.lease"), "far-away another-system 17 1");

        Assert.True(lease!.Lost.WaitHandle.WaitOne(Short * 20));
        lease.Dispose();
        Assert.Equal("far-away another-system 17 1", File.ReadAllText(_folder.File($"{Task}.0002.lease")));
    }

    [Fact]
    public void Nothing_is_left_of_a_finished_task()
    {
        var leases = Open(Long);
        leases.TryTake(Task)!.Dispose();
        leases.TryTake(Task)!.Dispose();
        using var other = leases.TryTake(Another);

        leases.Forget(Task);

        Assert.Equal([$"{Another}.0001.lease"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
    }

    private Leases Open(TimeSpan expiry) => new(_folder.Path, expiry);

    private void WriteLease(string content) => File.WriteAllText(_folder.File($"{Task}.0001.lease"), content);
}
