using FineFlow.Engine.Registry;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.Engine.Tests.Registry;

/// <summary>A registry with a budget of memory: which models are in memory, and that callers notice nothing of it.</summary>
public sealed class ModelMemoryTests : IDisposable
{
    private const int Fitting = 3;

    private static readonly Lazy<long> BytesOfOne = new(MeasureOne);

    // On a busy machine the callers of one model may wait for one another; none is refused as overload within an hour.
    private readonly TestEngine _test = new(
        new() { MaxBatch = 1, Burst = TimeSpan.FromHours(1) }, budget: Fitting * BytesOfOne.Value);

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_bundle_is_read_when_it_is_asked_for_first_and_is_known_before()
    {
        await ServeAsync("a", "b");
        Assert.All(_test.Registry.Models.Values, state => Assert.False(state.Stable.Weights.AreInMemory));
        Assert.Equal(0, _test.Registry.Bytes);
        Assert.True(_test.Registry.Find("a", new()).NeedsExternals);

        await AskAsync("b");
        Assert.Equal(["b"], InMemory());
        Assert.Equal(BytesOfOne.Value, _test.Registry.Bytes);
    }

    [Fact]
    public async Task The_model_that_was_asked_longest_ago_gives_way_and_answers_the_same_when_it_is_back()
    {
        await ServeAsync("a", "b", "c", "d");
        var first = await AskAsync("a");
        await AskAsync("b");
        await AskAsync("c");
        await AskAsync("a");
        await AskAsync("d");
        Assert.Equal(["a", "c", "d"], InMemory());

        await AskAsync("b");
        await AskAsync("c");
        Assert.Equal(["b", "c", "d"], InMemory());
        Assert.Equal(first, await AskAsync("a"));
        Assert.Equal(3, _test.Registry.Find("a", new()).Statistics.Work.Samples);
    }

    [Fact]
    public async Task A_model_that_is_being_asked_stays_although_the_budget_is_exceeded()
    {
        await ServeAsync("a", "b", "c", "d", "e");
        var leases = new List<ModelLease>();
        foreach (var model in new[] { "a", "b", "c", "d" })
        {
            leases.Add(await _test.Registry.LeaseAsync(model, new()));
        }

        Assert.Equal(["a", "b", "c", "d"], InMemory());
        leases.ForEach(lease => lease.Dispose());
        await AskAsync("e");
        Assert.Equal(["c", "d", "e"], InMemory());
    }

    [Fact]
    public async Task Labels_stay_with_versions_that_are_not_in_memory()
    {
        Write("a", "2", "3");
        await ServeAsync("a", "b", "c", "d");
        _test.Load("a", "1");
        _test.Load("a", "2", VersionLabel.Canary);
        await AskAsync("b");
        await AskAsync("c");
        await AskAsync("d");

        var state = _test.Registry.State("a");
        Assert.Equal(("1", "2", "3"), (state.Stable.Version, state.Canary?.Version, state.Previous?.Version));
        Assert.DoesNotContain("a", InMemory());
        Assert.NotEqual(await AskAsync("a"), await AskAsync("a", new(VersionLabel.Canary)));
        Assert.Equal("3", _test.Registry.RollBack("a", VersionLabel.Stable).Stable.Version);
        await AskAsync("a");
    }

    [Fact]
    public async Task A_bundle_that_is_damaged_meanwhile_is_refused_when_it_is_asked_for_and_served_once_it_is_whole()
    {
        await ServeAsync("a", "b");
        var weights = _test.Folder("a", "1", "weights.safetensors");
        var whole = await File.ReadAllBytesAsync(weights);
        await File.WriteAllBytesAsync(weights, whole[..^1]);

        var refusal = await Assert.ThrowsAsync<UnsoundModelException>(() => AskAsync("a"));
        Assert.DoesNotContain(_test.Folder(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(weights, refusal.InnerException!.Message, StringComparison.Ordinal);
        await AskAsync("b");

        await File.WriteAllBytesAsync(weights, whole);
        await AskAsync("a");
    }

    [Fact]
    public async Task Another_bundle_in_the_place_of_one_that_gave_way_is_refused()
    {
        await ServeAsync("a", "b", "c", "d");
        foreach (var model in new[] { "a", "b", "c", "d" })
        {
            await AskAsync(model);
        }

        SmallBundles.Write(_test.Folder("a", "1"), seed: 99);
        var refusal = await Assert.ThrowsAsync<UnsoundModelException>(() => AskAsync("a"));
        Assert.Contains("has changed", refusal.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_that_ask_at_once_wait_for_one_load()
    {
        await ServeAsync("a");
        using var held = new HeldLoad();
        var leases = Enumerable.Range(0, 8).Select(_ => _test.Registry.LeaseAsync("a", new()).AsTask()).ToList();
        await held.UntilLoadedAsync();
        Assert.All(leases, lease => Assert.False(lease.IsCompleted));
        held.LetGo();
        var models = await Task.WhenAll(leases).WaitAsync(HeldLoad.Patience);

        Assert.Equal(1, held.Loads);
        Array.ForEach(models, lease => lease.Dispose());
        Assert.Equal(BytesOfOne.Value, _test.Registry.Bytes);
    }

    [Fact]
    public async Task A_model_that_is_taken_away_while_it_is_loaded_still_answers_and_is_then_freed()
    {
        await ServeAsync("a");
        using var held = new HeldLoad();
        var leasing = _test.Registry.LeaseAsync("a", new()).AsTask();
        await held.UntilLoadedAsync();
        _test.Registry.Unload("a");
        held.LetGo();

        var lease = await leasing.WaitAsync(HeldLoad.Patience);
        Assert.Single(await _test.Engine.InferAsync(lease.Model, SmallBundles.Coarse(), SmallBundles.External()));
        var version = lease.Model;
        lease.Dispose();
        Assert.False(version.Weights.AreInMemory);
        Assert.Equal(0, _test.Registry.Bytes);
    }

    [Fact]
    public async Task Many_callers_of_many_models_get_the_right_answers_and_all_memory_comes_back()
    {
        string[] names = [.. Enumerable.Range(0, 10).Select(model => $"model-{model}")];
        await ServeAsync(names);
        var expected = new Dictionary<string, float[]>();
        foreach (var name in names)
        {
            expected[name] = await AskAsync(name);
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var i = 0; i < 40; i++)
            {
                var name = names[random.Next(names.Length)];
                Assert.Equal(expected[name], await AskAsync(name));
            }
        })));

        await AskAsync(names[0]);
        Assert.Equal(Fitting, InMemory().Count);
        var versions = InMemory().ConvertAll(name => _test.Registry.State(name).Stable);
        Assert.All(versions, version => Assert.True(version.Weights.AreIdle, version.Name));
        _test.Registry.Dispose();
        Assert.All(versions, version => Assert.False(version.Weights.AreInMemory, version.Name));
    }

    private static long MeasureOne()
    {
        using var test = new TestEngine();
        return test.Serve("a", "1").Bytes;
    }

    /// <summary>Writes a bundle of version 1 for each model, with weights of its own, and serves them.</summary>
    private async Task ServeAsync(params string[] models)
    {
        foreach (var model in models)
        {
            Write(model, "1");
        }

        Assert.Empty(await _test.Registry.LoadAllAsync());
    }

    private void Write(string model, params string[] versions)
    {
        foreach (var version in versions)
        {
            SmallBundles.Write(_test.Folder(model, version), seed: (31 * model[^1]) + version[0]);
        }
    }

    private async Task<float[]> AskAsync(string model, VersionChoice? choice = null)
    {
        using var lease = await _test.Registry.LeaseAsync(model, choice ?? new());
        return (await _test.Engine.InferAsync(lease.Model, SmallBundles.Coarse(), SmallBundles.External()))[0].Fine.Values;
    }

    private List<string> InMemory() =>
    [
        .. _test.Registry.Models.Values.SelectMany(state => state.Versions)
            .Where(version => version.Weights.AreInMemory)
            .Select(version => version.Name),
    ];
}
