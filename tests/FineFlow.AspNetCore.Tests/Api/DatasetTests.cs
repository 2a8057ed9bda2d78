using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Torch.Inference;

namespace FineFlow.AspNetCore.Tests.Api;

public sealed class DatasetTests(TownServer shared) : IClassFixture<TownServer>
{
    private readonly TestServer _server = shared.Server;
    private readonly FlowSplit _town = DatasetFolder.Load(shared.Server.File("town"))["test"];

    [Fact]
    public async Task A_dataset_says_what_the_dashboard_needs()
    {
        var one = (await JsonAsync("/v1/datasets"))["datasets"]!.AsArray().Single()!;
        Assert.Equal(
            ("town", "town, test", 20, 2, 30),
            (
                one["name"]!.GetValue<string>(),
                one["title"]!.GetValue<string>(),
                Int(one, "frames"),
                Int(one, "upscaling_factor"),
                Int(one, "slot_minutes")));
        Assert.Equal(_town.Fine.Values.Max(), one["fine_maximum"]!.GetValue<float>());

        var detail = await JsonAsync("/v1/datasets/town");
        Assert.Equal(20, Int(detail, "frames"));
        Assert.Equal("2026-03-02T08:30:00", detail["times"]![1]!.GetValue<string>());
        Assert.Equal(
            Enumerable.Range(0, 20).Select(frame => (double)_town.Coarse.Map(frame, 0).ToArray().Sum()),
            detail["totals"]![0]!.AsArray().Select(value => value!.GetValue<double>()));
        Assert.Equal(SmallBundles.Morning, detail["external"]![19]!.AsArray().Select(value => value!.GetValue<float>()));
    }

    [Fact]
    public async Task Frames_and_curves_are_the_datasets_own_numbers()
    {
        Assert.Equal(_town.Coarse.Sample(7).ToArray(), await FloatsAsync("/v1/datasets/town/frames/7/coarse"));
        Assert.Equal(_town.Fine.Sample(19).ToArray(), await FloatsAsync("/v1/datasets/town/frames/19/fine"));
        var curve = (
            await JsonAsync("/v1/datasets/town/cells/3/5?from=4&count=10"))["true"]!.AsArray().Select(value => value!.GetValue<float>());
        Assert.Equal(Enumerable.Range(4, 10).Select(frame => _town.Fine.Map(frame, 0)[3 * 8 + 5]), curve);
    }

    [Fact]
    public async Task A_missing_count_of_a_frame_is_not_a_number()
    {
        var (expected, coarse) = (_town.Coarse.Sample(7).ToArray(), _town.Coarse);
        (expected[5], coarse.Sample(7)[5]) = (float.NaN, float.NaN);
        await using var server = await TestServer.StartAsync(withCity: true, configure: options =>
        {
            var shape = new[] { coarse.Samples, coarse.Channels, coarse.Rows, coarse.Columns };
            NpyWriter.Write(Path.Combine(options.Datasets[0], "test", "X.npy"), coarse.Values, shape);
            File.Delete(Path.Combine(options.Datasets[0], "dataset.json")); // it promises other checksums
            return options;
        });

        var bytes = await server.Client.GetByteArrayAsync(new Uri("/v1/datasets/town/frames/7/coarse", UriKind.Relative));
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Fact]
    public async Task Inferred_frames_and_curves_are_the_models()
    {
        using var model = ModelBundle.Load(_server.Bundle("plgf", "1"));
        var expected = model.Predict(new FlowInputs(_town.Coarse.Slice(3, 1), _town.External!.Slice(3, 1))).Values;
        Assert.Equal(expected, await FloatsAsync("/v1/datasets/town/inferred/3?model=plgf"));
        Assert.Equal(expected, await FloatsAsync("/v1/datasets/town/inferred/3?model=plgf"));

        var curves = await JsonAsync("/v1/datasets/town/inferred/cells/3/5?model=plgf&from=0&count=20");
        Assert.Equal(20, curves["inferred"]!.AsArray().Count);
        Assert.Equal(expected[3 * 8 + 5], curves["inferred"]![3]!.GetValue<float>());
        Assert.Equal(_town.Fine.Map(3, 0)[3 * 8 + 5], curves["true"]![3]!.GetValue<float>());
    }

    [Theory]
    [InlineData("/v1/datasets/city", 404, "dataset")]
    [InlineData("/v1/datasets/town/frames/20/coarse", 404, "frame")]
    [InlineData("/v1/datasets/town/frames/-1/fine", 404, "frame")]
    [InlineData("/v1/datasets/town/cells/8/0", 404, "row")]
    [InlineData("/v1/datasets/town/cells/0/0?channel=1", 404, "row")]
    [InlineData("/v1/datasets/town/cells/0/0?from=15&count=6", 422, "count")]
    [InlineData("/v1/datasets/town/cells/0/0?count=2147483647&from=5", 422, "count")]
    [InlineData("/v1/datasets/town/cells/0/0?count=many", 400, null)]
    [InlineData("/v1/datasets/town/inferred/0", 400, null)]
    [InlineData("/v1/datasets/town/inferred/0?model=nobody", 404, "model")]
    public async Task What_is_not_there_is_refused(string path, int status, string? field) =>
        Assert.Equal(field, await Answered.RefusedAsync(await _server.Client.GetAsync(new Uri(path, UriKind.Relative)), status));

    private async Task<JsonNode> JsonAsync(string path) =>
        (await _server.Client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!;

    private async Task<float[]> FloatsAsync(string path) =>
        MemoryMarshal.Cast<byte, float>(await _server.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative))).ToArray();

    private static int Int(JsonNode node, string name) => node[name]!.GetValue<int>();
}
