using FineFlow.Core;
using FineFlow.Engine.Registry;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.Engine.Tests.Registry;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly TestEngine _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Labels_move_between_versions_and_roll_back()
    {
        Write("1", "2", "3");
        Assert.Equal(("1", null, null), State(Load("1")));
        Assert.Equal(("1", "2", null), State(Load("2", VersionLabel.Canary)));
        Assert.Equal("2", Version(new(VersionLabel.Canary)));
        Assert.Equal("1", Version(new()));

        // The canary has proved itself; the stable version before stays at hand.
        Assert.Equal(("2", null, "1"), State(Load("2")));
        Assert.Equal(("1", null, "2"), State(_test.Registry.RollBack("a", VersionLabel.Stable)));
        Assert.Equal(("3", null, "1"), State(Load("3")));
        Assert.Equal("1", Version(new(Version: "1")));
        Assert.Throws<UnknownModelException>(() => Version(new(Version: "2")));

        Load("2", VersionLabel.Canary);
        Assert.Equal(("3", null, "1"), State(_test.Registry.RollBack("a", VersionLabel.Canary)));
        Assert.Throws<UnknownModelException>(() => Version(new(VersionLabel.Canary)));
    }

    [Fact]
    public void Without_a_version_the_newest_is_loaded_and_what_is_in_memory_is_not_loaded_again()
    {
        Write("9", "10");
        var state = _test.Load("a");
        Assert.Equal("10", state.Stable.Version);
        Assert.Same(state.Stable, Load("10").Stable);
        Assert.Null(Load("10").Previous);
    }

    [Fact]
    public void What_is_not_there_cannot_be_loaded_labelled_or_rolled_back()
    {
        Write("1");
        Assert.Throws<UnknownModelException>(() => Load("2"));
        Assert.Throws<UnknownModelException>(() => _test.Load("b"));
        Assert.Throws<UnknownModelException>(() => _test.Registry.RollBack("a", VersionLabel.Stable));
        Assert.Throws<BadInputException>(() => Load("1", VersionLabel.Canary));
        Load("1");
        Assert.Throws<BadInputException>(() => _test.Registry.RollBack("a", VersionLabel.Stable));
        Assert.Throws<BadInputException>(() => _test.Registry.RollBack("a", VersionLabel.Canary));
    }

    [Fact]
    public void A_bad_new_bundle_leaves_the_old_one_serving()
    {
        Write("1", "2");
        var stable = Load("1").Stable;
        File.WriteAllBytes(_test.Folder("a", "2", "weights.safetensors"), [1, 2, 3]);
        Assert.Throws<BadInputException>(() => Load("2"));
        Assert.Throws<BadInputException>(() => Load("2", VersionLabel.Canary));
        Assert.Same(stable, _test.Registry.State("a").Stable);
        Assert.Null(_test.Registry.State("a").Canary);
    }

    [Fact]
    public void A_bundle_that_answers_with_other_maps_needs_another_name()
    {
        Write("1");
        SmallBundles.Write(_test.Folder("a", "2"), settings: [("scale_factor", 4)]);
        SmallBundles.Write(_test.Folder("a", "3"), settings: [("in_channels", 2)]);
        SmallBundles.Write(_test.Folder("a", "4"), settings: [("use_ext", false)]);
        Load("1");
        Assert.All(
            ["2", "3", "4"],
            version =>
                Assert.Contains("another name", Assert.Throws<BadInputException>(() => Load(version)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_bundle_needs_another_version()
    {
        Write("1");
        Load("1");
        SmallBundles.Write(_test.Folder("a", "1"), seed: 7);
        Assert.Contains("other contents", Assert.Throws<BadInputException>(() => Load("1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_start_a_broken_version_gives_way_to_the_one_before_and_a_broken_model_to_the_others()
    {
        Write("1", "2");
        File.Delete(_test.Folder("a", "2", "weights.safetensors"));
        SmallBundles.Write(_test.Folder("b", "1"), "mean");
        SmallBundles.Write(_test.Folder("c", "1"), "mean");
        File.WriteAllText(_test.Folder("c", "1", "card.json"), "{");

        var refusals = await _test.Registry.LoadAllAsync();

        Assert.Equal(2, refusals.Count);
        Assert.Equal(["a", "b"], _test.Registry.Models.Keys);
        Assert.Equal("1", _test.Registry.State("a").Stable.Version);
    }

    [Fact]
    public async Task A_version_that_is_replaced_is_freed_when_the_last_one_lets_go_of_it()
    {
        Write("1", "2", "3");
        var first = Load("1").Stable;
        var lease = await _test.Registry.LeaseAsync("a", new());
        Load("2");
        Load("3");
        Assert.Single(await _test.Engine.InferAsync(first, SmallBundles.Coarse(), SmallBundles.External()));
        lease.Dispose();
        lease.Dispose();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _test.Engine.InferAsync(first, SmallBundles.Coarse(), SmallBundles.External()));
        Assert.Throws<ObjectDisposedException>(() => lease.Model);
    }

    [Fact]
    public async Task A_roll_back_does_not_wait_for_a_load_that_is_held_up_and_both_take_effect()
    {
        Write("1", "2", "3");
        Load("1");
        Load("2");
        using var held = new HeldLoad();
        var loading = _test.Registry.LoadAsync("a", "3", VersionLabel.Stable);
        await held.UntilLoadedAsync();

        var rolling = Task.Run(() => _test.Registry.RollBack("a", VersionLabel.Stable));
        Assert.Equal(("1", null, "2"), State(await rolling.WaitAsync(HeldLoad.Patience)));
        Assert.Equal("1", Version(new()));
        Assert.False(loading.IsCompleted);

        held.LetGo();
        Assert.Equal(("3", null, "1"), State(await loading.WaitAsync(HeldLoad.Patience)));
    }

    [Fact]
    public async Task A_load_that_waits_for_another_can_be_given_up_and_then_changes_nothing()
    {
        Write("1", "2", "3");
        Load("1");
        using var held = new HeldLoad();
        var first = _test.Registry.LoadAsync("a", "2", VersionLabel.Canary);
        await held.UntilLoadedAsync();
        using var patience = new CancellationTokenSource();
        var second = _test.Registry.LoadAsync("a", "3", VersionLabel.Stable, patience.Token);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(HeldLoad.Patience));

        held.LetGo();
        Assert.Equal(("1", "2", null), State(await first.WaitAsync(HeldLoad.Patience)));
    }

    private void Write(params string[] versions)
    {
        foreach (var version in versions)
        {
            SmallBundles.Write(_test.Folder("a", version), seed: version[0]);
        }
    }

    private ModelState Load(string version, VersionLabel label = VersionLabel.Stable) => _test.Load("a", version, label);

    private string Version(VersionChoice choice) => _test.Registry.Find("a", choice).Version;

    private static (string Stable, string? Canary, string? Previous) State(ModelState state) =>
        (state.Stable.Version, state.Canary?.Version, state.Previous?.Version);
}
