using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.Engine.Tests.Inference;

public sealed class BatchQueueTests : IDisposable
{
    private static readonly TimeSpan Always = TimeSpan.FromHours(1);

    private readonly TestEngine _test = new(new EngineOptions { MaxBatch = 3 });
    private readonly ManualClock _clock = new();
    private readonly List<InferenceJob> _jobs = [];

    public void Dispose()
    {
        _jobs.ForEach(job => job.Fail(new OperationCanceledException()));
        _test.Dispose();
    }

    [Fact]
    public void A_batch_is_the_first_job_and_those_that_suit_it_and_the_others_keep_their_order()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var (a, b) = (_test.Serve("a", "1"), _test.Serve("b", "1"));
        var external = SmallBundles.External();
        InferenceJob[] jobs =
        [
            Job(a, external), Job(b, external), Job(a, external), Job(a, null), Job(
                a, external, side: 3), Job(a, external), Job(a, external), Job(b, external),
        ];
        Assert.All(jobs, job => Assert.True(queue.TryAdd(job)));

        Assert.Equal([jobs[0], jobs[2], jobs[5]], queue.Take());
        Assert.Equal([jobs[1], jobs[7]], queue.Take());
        Assert.Equal([jobs[3]], queue.Take());
        Assert.Equal([jobs[4]], queue.Take());
        Assert.Equal([jobs[6]], queue.Take());
    }

    [Fact]
    public void For_each_thread_that_takes_from_it_as_much_may_wait()
    {
        var queue = new BatchQueue(new EngineOptions { Queue = 1000, Burst = TimeSpan.Zero }, _clock, takers: 3);
        var model = _test.Serve("a", "1", "mean");
        var added = 0;
        while (queue.TryAdd(Job(model)))
        {
            added++;
        }

        Assert.Equal(3 * model.Throughput.Batch, added);
    }

    [Fact]
    public void A_larger_map_takes_more_room_in_the_queue_and_in_the_batch()
    {
        var queue = new BatchQueue(new EngineOptions { Queue = 7, Burst = Always }, _clock);
        var model = _test.Serve("a", "1", "mean");
        InferenceJob large = Job(model, side: 8), small = Job(model, side: 7), other = Job(model);
        Assert.True(queue.TryAdd(large));
        Assert.False(queue.TryAdd(small));
        Assert.True(queue.TryAdd(other));
        Assert.Equal(5, queue.Units);

        Assert.Equal([large], queue.Take());
        Assert.True(queue.TryAdd(small));
        Assert.Equal(5, queue.Units);
    }

    [Fact]
    public void Who_comes_to_an_empty_queue_is_always_taken()
    {
        var queue = new BatchQueue(new EngineOptions { Queue = 1, Burst = TimeSpan.Zero }, _clock);
        Assert.True(queue.TryAdd(Job(_test.Serve("a", "1", "mean"), side: 12)));
    }

    [Fact]
    public void After_work_without_a_pause_only_the_next_batch_may_wait_until_there_is_one()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = TimeSpan.FromSeconds(0.25) }, _clock);
        var model = _test.Serve("a", "1", "mean");
        Fill(queue, model, 4);
        Assert.Equal(3, queue.Take().Count);
        _clock.Pass(TimeSpan.FromSeconds(0.26));
        Assert.Single(queue.Take());

        Fill(queue, model, 3);
        Assert.False(queue.TryAdd(Job(model)));
        Assert.Equal(3, queue.Take().Count);

        Pause(queue, model);
        Fill(queue, model, 4);
    }

    [Fact]
    public void After_a_refusal_only_the_next_batch_may_wait_until_it_is_calm()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var model = _test.Serve("a", "1", "mean");
        queue.RecordRefusal();
        Fill(queue, model, 3);
        Assert.False(queue.HasCapacity(model.Throughput));

        // A pause alone is not the end of it: with so short a queue there are some although more comes than can be done.
        queue.Take();
        Pause(queue, model);
        Fill(queue, model, 3);
        Assert.False(queue.HasCapacity(model.Throughput));

        _clock.Pass(BatchQueue.OverloadCooldown);
        Assert.True(queue.HasCapacity(model.Throughput));
    }

    [Fact]
    public void In_a_burst_as_much_may_wait_as_is_done_by_its_end()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var (slow, quick) = (new Throughput(2, Always / 5), new Throughput(2, TimeSpan.FromTicks(1)));
        var model = _test.Serve("a", "1", "mean");
        for (var waiting = 0; waiting < 5; waiting++)
        {
            Assert.True(queue.HasCapacity(slow));
            Assert.True(queue.TryAdd(Job(model)));
        }

        Assert.False(queue.HasCapacity(slow));
        Assert.True(queue.HasCapacity(quick, 251));
        Assert.False(queue.HasCapacity(quick, 252));
    }

    [Fact]
    public async Task A_job_that_is_removed_gives_up_its_room_once_and_tells_those_who_wait_for_room()
    {
        var queue = new BatchQueue(new EngineOptions { Queue = 1 }, _clock);
        var job = Job(_test.Serve("a", "1", "mean"));
        Assert.True(queue.TryAdd(job));
        var change = queue.Change;

        Assert.True(queue.Remove(job));
        await change.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(queue.Remove(job));
        Assert.Equal(0, queue.Units);
        Assert.True(queue.TryAdd(job));
    }

    [Fact]
    public void A_closed_queue_takes_nothing_hands_out_what_it_has_and_then_nothing()
    {
        var queue = new BatchQueue(new EngineOptions(), _clock);
        var job = Job(_test.Serve("a", "1", "mean"));
        Assert.True(queue.TryAdd(job));
        queue.Close();

        Assert.False(queue.TryAdd(job));
        Assert.Equal([job], queue.Take());
        Assert.Empty(queue.Take());
    }

    private void Fill(BatchQueue queue, LoadedModel model, int jobs) =>
        Assert.All(Enumerable.Range(0, jobs), _ => Assert.True(queue.TryAdd(Job(model))));

    /// <summary>The queue is asked for work while it has none, and gets some.</summary>
    private void Pause(BatchQueue queue, LoadedModel model)
    {
        var taking = new Thread(() => queue.Take());
        taking.Start();
        Assert.True(SpinWait.SpinUntil(() => taking.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(10)));
        Fill(queue, model, 1);
        taking.Join();
    }

    private InferenceJob Job(LoadedModel model, ExternalFactors? external = null, int side = SmallBundles.Side)
    {
        var job = new InferenceJob(model, new Sample(new(SmallBundles.Coarse(side: side), external)), []);
        _jobs.Add(job);
        return job;
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
