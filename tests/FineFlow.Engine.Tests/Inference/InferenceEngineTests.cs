using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Tests.Inference;

public sealed class InferenceEngineTests
{
    private static readonly TimeSpan Always = TimeSpan.FromHours(1);

    [Fact]
    public async Task One_sample_is_answered_as_the_predictor_answers_it_bit_for_bit()
    {
        using var test = new TestEngine();
        var model = test.Serve("a", "1");
        var (coarse, external) = (SmallBundles.Coarse(), SmallBundles.External());

        var answer = Assert.Single(await test.Engine.InferAsync(model, coarse, external));

        using var reference = ModelBundle.Load(test.Folder("a", "1"));
        Assert.Equal(reference.Predict(new FlowInputs(coarse, external)).Values, answer.Fine.Values);
        Assert.True(answer.Residual.Conserves);
    }

    [Fact]
    public async Task Every_caller_gets_the_answer_to_his_own_question_however_they_are_batched()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 7, Queue = 1000, Burst = Always });
        var model = test.Serve("a", "1");
        var requests = Enumerable.Range(0, 60)
            .Select(seed => SmallBundles.Coarse(1 + seed % 3, seed % 4 == 0 ? 3 : SmallBundles.Side, seed))
            .ToList();

        var answers = await Task.WhenAll(
            requests.Select(request => test.Engine.InferAsync(model, request, SmallBundles.External(request.Samples))));

        using var reference = ModelBundle.Load(test.Folder("a", "1"));
        foreach (var (request, answer) in requests.Zip(answers))
        {
            Assert.Equal(request.Samples, answer.Count);
            var expected = reference.Predict(new FlowInputs(request, SmallBundles.External(request.Samples)));
            for (var sample = 0; sample < request.Samples; sample++)
            {
                Assert.Equal(request.Sample(sample).ToArray(), answer[sample].Coarse.Values);
                Assert.All(
                    expected.Sample(sample).ToArray().Zip(answer[sample].Fine.Values),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
                Assert.True(answer[sample].Residual.Conserves);
            }
        }
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_says_when_to_ask_again()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 1, Queue = 4, Burst = Always });
        using var held = new HeldEngine();
        var model = test.Serve("a", "1");
        Task<IReadOnlyList<InferenceResult>> Ask() => test.Engine.InferAsync(model, SmallBundles.Coarse(), SmallBundles.External());
        await Ask();

        var waiting = Enumerable.Range(0, 4).Select(_ => Ask()).ToList();
        var refused = await Assert.ThrowsAsync<RefusedException>(Ask);
        Assert.Equal(RefusalReason.QueueFull, refused.Reason);
        Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.Equal(4, test.Engine.Waiting);

        held.LetGo();
        Assert.All(await Task.WhenAll(waiting), answers => Assert.Single(answers));
        Assert.Single(await Ask());
    }

    [Fact]
    public async Task Each_of_two_devices_takes_batches_of_the_one_queue_and_answers_with_weights_of_its_own()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 1, Queue = 8, Burst = Always, Device = "cpu, cpu" });
        using var held = new HeldEngine();
        var model = test.Serve("a", "1");
        var inputs = new FlowInputs(SmallBundles.Coarse(), SmallBundles.External());
        Task<IReadOnlyList<InferenceResult>> Ask() => test.Engine.InferAsync(model, inputs.Coarse, inputs.External);

        // The thread that answers first is held up before its next batch.
        var (first, second) = (await Ask(), await Ask().WaitAsync(TimeSpan.FromSeconds(30)));
        var third = Ask();
        await held.UntilWaitingAsync(1);

        using var reference = ModelBundle.Load(test.Folder("a", "1"));
        var expected = reference.Predict(inputs).Values;
        Assert.Equal(expected, Assert.Single(first).Fine.Values);
        Assert.Equal(expected, Assert.Single(second).Fine.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Infer(inputs, device: 2));
        held.LetGo();
        Assert.Equal(expected, Assert.Single(await third).Fine.Values);
    }

    [Fact]
    public async Task Who_leaves_gives_up_his_place()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 1, Queue = 8, Burst = Always });
        using var held = new HeldEngine();
        var model = test.Serve("a", "1");
        using var leave = new CancellationTokenSource();
        Task<IReadOnlyList<InferenceResult>> Ask(CancellationToken cancellationToken) =>
            test.Engine.InferAsync(model, SmallBundles.Coarse(), SmallBundles.External(), cancellationToken);
        await Ask(CancellationToken.None);
        var leaving = Enumerable.Range(0, 8).Select(_ => Ask(leave.Token)).ToList();
        Assert.Equal(8, test.Engine.Waiting);

        await leave.CancelAsync();

        Assert.Equal(0, test.Engine.Waiting);
        foreach (var one in leaving.Append(Ask(leave.Token)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        held.LetGo();
        Assert.Single(await Ask(CancellationToken.None));
    }

    [Fact]
    public async Task An_engine_that_stops_answers_what_waits_and_takes_nothing_more()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 2, Queue = 50, Burst = Always });
        var model = test.Serve("a", "1");
        var waiting = Enumerable.Range(0, 50)
            .Select(_ => test.Engine.InferAsync(model, SmallBundles.Coarse(), SmallBundles.External()))
            .ToList();

        test.Engine.Dispose();

        Assert.All(await Task.WhenAll(waiting), answers => Assert.Single(answers));
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => test.Engine.InferAsync(model, SmallBundles.Coarse(), SmallBundles.External()));
        Assert.Equal(RefusalReason.Stopping, refused.Reason);
        Assert.False(test.Engine.HasCapacity(model));
    }

    [Fact]
    public async Task A_map_larger_than_any_that_is_taken_is_refused()
    {
        using var test = new TestEngine();
        var model = test.Serve("a", "1", "mean");
        var refusal = await Assert.ThrowsAsync<TooLargeException>(() => test.Engine.InferAsync(model, SmallBundles.Coarse(side: 17), null));
        Assert.Contains("at most 256 cells a map", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await test.Engine.InferAsync(model, SmallBundles.Coarse(side: 16), null));
    }

    [Fact]
    public async Task Who_is_let_in_with_many_samples_is_served_to_the_end_however_little_may_wait()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 2, Queue = 2, Burst = TimeSpan.Zero });
        var model = test.Serve("a", "1");
        var coarse = SmallBundles.Coarse(100);
        var answers = await test.Engine.InferAsync(model, coarse, SmallBundles.External(100));
        Assert.Equal(coarse.Values, answers.SelectMany(answer => answer.Coarse.Values));
    }

    [Fact]
    public async Task One_bad_sample_frees_the_places_of_the_others()
    {
        using var test = new TestEngine(new EngineOptions { MaxBatch = 1, Queue = 100, Burst = Always });
        var model = test.Serve("a", "1");
        Sample good = new(new(SmallBundles.Coarse(), SmallBundles.External())), bad = new(new(SmallBundles.Coarse()));
        await Assert.ThrowsAsync<BadInputException>(() => test.Engine.InferAsync(model, [.. Enumerable.Repeat(good, 50), bad]));
        Assert.InRange(test.Engine.Waiting, 0, 1);
    }

    [Fact]
    public async Task Counts_too_large_for_the_model_are_the_callers_fault()
    {
        using var test = new TestEngine();
        var model = test.Serve("a", "1");
        var coarse = new FlowMaps(new(1, 1, 4, 4), [.. Enumerable.Repeat(3e38f, 16)]);
        var refusal = await Record.ExceptionAsync(() => test.Engine.InferAsync(model, coarse, SmallBundles.External()));
        Assert.True(refusal is null or BadInputException, refusal?.ToString());
    }

    [Fact]
    public async Task A_missing_external_is_refused_before_it_takes_a_place()
    {
        using var test = new TestEngine();
        var model = test.Serve("a", "1");
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => test.Engine.InferAsync(model, SmallBundles.Coarse(), null));
        Assert.Contains("needs them", refusal.Message, StringComparison.Ordinal);
    }
}
