using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Hosting;

public sealed class FlowServerTests
{
    [Fact]
    public async Task Without_a_model_there_is_nothing_to_serve() =>
        Assert.Contains(
            "holds no model bundle",
            (await Assert.ThrowsAsync<BadInputException>(() => TestServer.StartAsync(bundles: _ => { }))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task The_only_model_being_broken_is_told_with_the_reason()
    {
        void Broken(string path)
        {
            SmallBundles.Write(Path.Combine(path, "plgf"));
            File.Delete(Path.Combine(path, "plgf", "weights.safetensors"));
        }

        Assert.Contains(
            "does not exist",
            (await Assert.ThrowsAsync<BadInputException>(() => TestServer.StartAsync(bundles: Broken))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_says_all_that_a_caller_needs()
    {
        await using var server = await TestServer.StartAsync(bundles: path =>
        {
            SmallBundles.Write(Path.Combine(path, "deep"), "deepsd");
            SmallBundles.Write(Path.Combine(path, "history"), "ha");
        });
        var models = (await Answered.JsonAsync(await server.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))))["models"]!.AsArray();
        Assert.Equal(["deep", "history"], models.Select(model => model!["name"]!.GetValue<string>()));
        var (deep, history) = (models[0]!, models[1]!);
        Assert.Equal(("deepsd", "projected", "optional"), (Text(deep, "network"), Text(deep, "recovery"), Text(deep, "external")));
        Assert.Null(deep["coarse_rows"]);
        Assert.Equal(
            (4, 4, 2, 1),
            (Int(history, "coarse_rows"), Int(history, "coarse_columns"), Int(history, "upscaling_factor"), Int(history, "channels")));
        Assert.Equal(("small city", "trips"), (Text(history, "trained_on"), Text(history, "unit")));
        Assert.Equal(Text(history, "version"), history["labels"]!["stable"]!.GetValue<string>());
        Assert.Equal(
            history.ToJsonString(),
            (await Answered.JsonAsync(await server.Client.GetAsync(new Uri("/v1/models/history", UriKind.Relative)))).ToJsonString());
    }

    [Fact]
    public async Task The_document_describes_every_address_of_the_api()
    {
        await using var server = await TestServer.StartAsync();
        var paths = (
            await Answered.JsonAsync(await server.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative))))["paths"]!.AsObject();
        Assert.All(
            [
                "/v1/models",
                "/v1/models/{model}/infer",
                "/v1/models/{model}/infer/batch",
                "/v1/models/{model}/infer/stream",
                "/v1/datasets",
                "/v1/live/events",
                "/v2/models/{model}/infer"],
            path => Assert.True(paths.ContainsKey(path), path));
        var infer = paths["/v1/models/{model}/infer"]!["post"]!;
        Assert.Equal(
            ["application/json", "application/x-npy", "application/octet-stream"],
            infer["requestBody"]!["content"]!.AsObject().Select(content => content.Key));
        Assert.All(["200", "400", "404", "413", "415", "422", "429", "503"], status => Assert.NotNull(infer["responses"]![status]));
    }

    [Theory]
    [InlineData("ftp://tiles.example/{z}/{x}/{y}.png")]
    [InlineData("https://tiles.example/{z}/{x}.png")]
    [InlineData("https://{s}.tiles.example/{z}/{x}/{y}.png")]
    public async Task A_base_map_whose_address_the_page_cannot_fill_in_is_refused_at_the_start(string url)
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => TestServer.StartAsync(options => options with { TileUrl = url }));
        Assert.Equal(("setting 'tile_url'", "TileUrl"), (refusal.InputSource, refusal.Setting));
        Assert.Contains(url, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_the_operators()
    {
        await using var server = await TestServer.StartAsync(
            options => options with { TileUrl = "https://tiles.example/{z}/{x}/{y}.png", TileAttribution = "Example", Demo = false });
        var settings = await Answered.JsonAsync(await server.Client.GetAsync(new Uri("/v1/settings", UriKind.Relative)));
        Assert.Equal(
            ("https://tiles.example/{z}/{x}/{y}.png", "Example", false),
            (Text(settings, "tile_url"), Text(settings, "attribution"), settings["demo"]!.GetValue<bool>()));
    }

    [Theory]
    [InlineData(0, 8, 1000)]
    [InlineData(8, 4, 1000)]
    [InlineData(2000, 2000, 1000)]
    [InlineData(8, 8, 0)]
    public async Task Limits_that_cannot_be_are_refused(int batch, int queue, int rate) => await Assert.ThrowsAsync<BadInputException>(
        () => TestServer.StartAsync(options => options with { MaxBatch = batch, Queue = queue, Rate = rate }));

    [Fact]
    public async Task The_demo_plays_frames_by_itself()
    {
        await using var server = await TestServer.StartAsync(options => options with { Demo = true }, withCity: true);
        JsonArray frames = [];
        for (var turn = 0; frames.Count < 1 && turn < 100; turn++)
        {
            await Task.Delay(100);
            frames = (
                await Answered.JsonAsync(await server.Client.GetAsync(new Uri("/v1/live/frames", UriKind.Relative))))["frames"]!.AsArray();
        }

        Assert.Equal("2026-03-02T08:00:00", Text(frames[0]!, "time"));
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static int Int(JsonNode node, string name) => node[name]!.GetValue<int>();
}
