using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Torch.Runtime;

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
        Assert.False(queue.HasCapacity(model));

        // A pause alone is not the end of it: with so short a queue there are some although more comes than can be done.
        queue.Take();
        Pause(queue, model);
        Fill(queue, model, 3);
        Assert.False(queue.HasCapacity(model));

        _clock.Pass(BatchQueue.OverloadCooldown);
        Assert.True(queue.HasCapacity(model));
    }

    [Fact]
    public void In_a_burst_as_much_may_wait_as_is_done_by_its_end()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var model = Described("a", new Throughput(2, Always / 5));
        Fill(queue, model, 5);
        Assert.False(queue.HasCapacity(model));

        queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        model = Described("b", new Throughput(2, TimeSpan.FromTicks(1)));
        Fill(queue, model, 5);
        Assert.True(queue.HasCapacity(model, 251));
        Assert.False(queue.HasCapacity(model, 252));
    }

    [Fact]
    public void A_model_that_is_asked_little_is_answered_next_however_much_waits_for_another()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var (much, little) = (Described("much", new(2, TimeSpan.FromSeconds(1))), Described("little", new(2, TimeSpan.FromSeconds(1))));
        Fill(queue, much, 20);
        Assert.Equal([much, much], Models(queue.Take()));
        Assert.Equal([much, much], Models(queue.Take()));

        Fill(queue, little, 1);
        Assert.Equal([little], Models(queue.Take()));
        Assert.Equal([much, much], Models(queue.Take()));
    }

    [Fact]
    public void Models_that_wait_have_the_same_time_whatever_a_map_of_each_takes()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var (slow, quick) = (Described("slow", new(1, TimeSpan.FromSeconds(5))), Described("quick", new(1, TimeSpan.FromSeconds(1))));
        Fill(queue, slow, 20);
        Fill(queue, quick, 100);

        var order = Enumerable.Range(0, 60).SelectMany(_ => Models(queue.Take())).ToList();

        Assert.Equal(10, order.Count(model => model == slow));
        Assert.True(order.Chunk(12).All(part => part.Contains(slow)), "the slow one waits for all of the quick one");
    }

    [Fact]
    public void Who_asks_again_and_again_has_no_advantage_over_who_asks_all_at_once()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = Always }, _clock);
        var (much, again) = (Described("much", new(1, TimeSpan.FromSeconds(1))), Described("again", new(1, TimeSpan.FromSeconds(1))));
        Fill(queue, much, 40);
        var order = new List<ServedModel>();
        for (var round = 0; round < 20; round++)
        {
            Fill(queue, again, 1);
            do
            {
                order.AddRange(Models(queue.Take()));
            }
            while (order[^1] != again);
        }

        Assert.InRange(order.Count(model => model == much), 19, 21);
    }

    [Fact]
    public void A_queue_that_one_model_fills_still_has_room_for_another_ones_share()
    {
        var queue = new BatchQueue(new EngineOptions { Burst = TimeSpan.FromSeconds(8), Queue = 13 }, _clock);
        var speed = new Throughput(1, TimeSpan.FromSeconds(1));
        var (much, little, third) = (Described("much", speed), Described("little", speed), Described("third", speed));
        Fill(queue, much, 8);
        Assert.False(queue.HasCapacity(much));

        Fill(queue, little, 4);
        Assert.False(queue.HasCapacity(little), "more than half of what may wait");
        Fill(queue, third, 1);
        Assert.False(queue.HasCapacity(Described("fourth", speed)), "more than may wait at all");
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

    private void Fill(BatchQueue queue, ServedModel model, int jobs) =>
        Assert.All(Enumerable.Range(0, jobs), _ => Assert.True(queue.TryAdd(Job(model))));

    /// <summary>The queue is asked for work while it has none, and gets some.</summary>
    private void Pause(BatchQueue queue, ServedModel model)
    {
        var taking = new Thread(() => queue.Take());
        taking.Start();
        Assert.True(SpinWait.SpinUntil(() => taking.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(10)));
        Fill(queue, model, 1);
        taking.Join();
    }

    /// <summary>A model of a speed of its own, whose weights are never asked for.</summary>
    private ServedModel Described(string name, Throughput throughput)
    {
        SmallBundles.Write(_test.Folder(name, "1"), "mean");
        var model = Staging.Describe(_test.Registry.Directory.Versions(name)[0]);
        model.HasProved(throughput, reference: null, bytes: 0);
        new Staging(maxBatch: 1, [Devices.Cpu]).Load(model);
        return model;
    }

    private static IEnumerable<ServedModel> Models(IEnumerable<InferenceJob> batch) => batch.Select(job => job.Model);

    private InferenceJob Job(ServedModel model, ExternalFactors? external = null, int side = SmallBundles.Side)
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
