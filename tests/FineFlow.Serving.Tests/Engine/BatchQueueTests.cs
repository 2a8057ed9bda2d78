using FineFlow.Core;
using FineFlow.Serving.Engine;
using FineFlow.Serving.Registry;

namespace FineFlow.Serving.Tests.Engine;

public sealed class BatchQueueTests : IDisposable
{
    private readonly TestEngine _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_batch_is_the_first_job_and_those_that_suit_it_and_the_others_keep_their_order()
    {
        var queue = new BatchQueue(100);
        var (a, b) = (_test.Serve("a", "1"), _test.Serve("b", "1"));
        InferenceJob[] jobs =
        [
            Job(a, SmallBundles.Coarse(), SmallBundles.External()),
            Job(b, SmallBundles.Coarse(), SmallBundles.External()),
            Job(a, SmallBundles.Coarse(), SmallBundles.External()),
            Job(a, SmallBundles.Coarse(), null),
            Job(a, SmallBundles.Coarse(side: 3), SmallBundles.External()),
            Job(a, SmallBundles.Coarse(), SmallBundles.External()),
            Job(b, SmallBundles.Coarse(), SmallBundles.External()),
        ];
        Assert.True(queue.TryAdd(jobs));

        Assert.Equal([jobs[0], jobs[2]], queue.Take(2));
        Assert.Equal([jobs[1], jobs[6]], queue.Take(8));
        Assert.Equal([jobs[3]], queue.Take(8));
        Assert.Equal([jobs[4]], queue.Take(8));
        Assert.Equal([jobs[5]], queue.Take(8));
        Release(jobs);
    }

    [Fact]
    public void All_jobs_are_added_or_none_and_a_larger_map_takes_more_room()
    {
        var queue = new BatchQueue(5);
        var model = _test.Serve("a", "1", "mean");
        InferenceJob OfSide(int side) => Job(model, SmallBundles.Coarse(side: side), null);
        InferenceJob[] large = [OfSide(SmallBundles.Side * 2)], three = [OfSide(4), OfSide(4), OfSide(4)], one = [OfSide(4)];

        Assert.True(queue.TryAdd(large));
        Assert.Equal(4, queue.Units);
        Assert.False(queue.TryAdd(three));
        Assert.Equal(4, queue.Units);
        Assert.True(queue.TryAdd(one));
        Assert.False(queue.TryAdd([OfSide(1)]));
        Release([.. large, .. three, .. one]);
    }

    [Fact]
    public void A_job_that_is_removed_gives_up_its_room_once()
    {
        var queue = new BatchQueue(1);
        var job = Job(_test.Serve("a", "1", "mean"), SmallBundles.Coarse(), null);
        Assert.True(queue.TryAdd([job]));

        Assert.True(queue.Remove(job));
        Assert.False(queue.Remove(job));
        Assert.Equal(0, queue.Units);
        Assert.True(queue.TryAdd([job]));
        Release([job]);
    }

    [Fact]
    public void A_closed_queue_takes_nothing_hands_out_what_it_has_and_then_nothing()
    {
        var queue = new BatchQueue(2);
        var job = Job(_test.Serve("a", "1", "mean"), SmallBundles.Coarse(), null);
        Assert.True(queue.TryAdd([job]));
        queue.Close();

        Assert.False(queue.TryAdd([job]));
        Assert.Equal([job], queue.Take(8));
        Assert.Empty(queue.Take(8));
        Release([job]);
    }

    private static InferenceJob Job(LoadedModel model, FlowMaps coarse, ExternalFactors? external) => new(model, new Sample(coarse, external));

    private static void Release(InferenceJob[] jobs) => Array.ForEach(jobs, job => job.Fail(new OperationCanceledException()));
}
