using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Host;

namespace FineFlow.AspNetCore.Tests.Fresh;

/// <summary>A server whose models follow a dataset folder that grows.</summary>
public sealed class FreshHistoriesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("city");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_days_become_new_versions_while_the_model_is_served()
    {
        Grow(days: 3);
        await using var server = await StartAsync();
        await UntilServedAsync(server, "2");
        var early = await AnswerAsync(server);

        Grow(days: 4);
        await UntilServedAsync(server, "3");
        Assert.NotEqual(early, await AnswerAsync(server));
    }

    [Fact]
    public async Task A_history_that_has_every_slot_stays_as_it_is()
    {
        Grow(days: 3);
        await using (var server = await StartAsync())
        {
            await UntilServedAsync(server, "2");
        }

        await using var again = await StartAsync();
        await File.AppendAllTextAsync(Path.Combine(Data, "notes.txt"), "read again");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal("2", again.Server.Registry.State("kha").Stable.Version);
        Assert.Equal(["1", "2"], Directory.GetDirectories(_folder.File("models/kha")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_half_written_dataset_is_logged_and_read_again_when_it_is_whole()
    {
        Grow(days: 3);
        var log = new TestLog();
        await using var server = await StartAsync(log: log);
        await UntilServedAsync(server, "2");

        await File.WriteAllTextAsync(Path.Combine(Data, "train", "X.npy"), "half");
        await UntilAsync(() => log.Lines.Any(line => line.Contains("kha was not refreshed", StringComparison.Ordinal)));
        Assert.Equal("2", server.Server.Registry.State("kha").Stable.Version);

        Directory.Delete(Data, recursive: true);
        Grow(days: 4);
        await UntilServedAsync(server, "3");
    }

    [Theory]
    [InlineData("nobody", "there is no model 'nobody'")]
    [InlineData("plgf", "has no history to refresh")]
    [InlineData("flat", "is a bundle without versions")]
    public async Task What_cannot_be_followed_is_refused_at_the_start(string model, string reason)
    {
        Grow(days: 3);
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => StartAsync(follow: $"{model}={Data}"));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kha")]
    [InlineData("=city")]
    public async Task A_pair_that_is_none_is_refused(string pair)
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => StartAsync(follow: pair));
        Assert.Equal(nameof(ServeOptions.Refreshed), refusal.Setting);
    }

    [Fact]
    public async Task A_folder_that_is_no_dataset_is_refused_at_the_start()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => StartAsync(follow: $"kha={_folder.File("nowhere")}"));
        Assert.Contains("nowhere", refusal.Message, StringComparison.Ordinal);
    }

    private Task<TestServer> StartAsync(TestLog? log = null, string? follow = null) => TestServer.StartAsync(
        options => options with
        {
            Models = _folder.File("models"),
            Refreshed = [follow ?? $"kha={Data}"],
            RefreshInterval = TimeSpan.FromMilliseconds(50),
        },
        _ =>
        {
            SmallBundles.Write(_folder.File("models/kha/1"), "kha");
            SmallBundles.Write(_folder.File("models/flat"), "kha");
            SmallBundles.Write(_folder.File("models/plgf/1"));
        },
        log: log);

    private void Grow(int days)
    {
        const int slots = 24, cells = SmallBundles.Side * SmallBundles.Factor;
        const long monday = 1_772_409_600;
        var random = new RandomStream(3);
        var fine = new FlowMaps(new(days * slots, 1, cells, cells));
        for (var cell = 0; cell < fine.Values.Length; cell++)
        {
            fine.Values[cell] = random.NextInt(20);
        }

        DatasetFolder.Write(
            Data,
            new DatasetManifest { Name = "city", SlotMinutes = 60 },
            [
                new FlowSplit(
                    SplitNames.Train,
                    BlockSum.Coarsen(fine, SmallBundles.Factor),
                    fine,
                    Time: [.. Enumerable.Range(0, days * slots).Select(slot => monday + slot * 3600L)]),
            ],
            overwrite: true);
    }

    private static Task UntilServedAsync(TestServer server, string version) =>
        UntilAsync(() => server.Server.Registry.State("kha").Stable.Version == version);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task<string> AnswerAsync(TestServer server) =>
        (await Answered.JsonAsync(await server.PostAsync("/v1/models/kha/infer", TestServer.RequestBody())))["fine"]!.ToJsonString();
}
