using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Formats;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Answers of a model that says how sure it is.</summary>
public sealed class DistributionTests(EstimatesServer shared) : IClassFixture<EstimatesServer>
{
    private const string Infer = "/v1/models/kha/infer", All = "estimate=mae&quantiles=0.05,0.95&draws=3&seed=7";
    private const int Cells = SmallBundles.Side * SmallBundles.Side * SmallBundles.Factor * SmallBundles.Factor;

    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task Json_holds_estimate_quantiles_and_draws()
    {
        var answer = await Answered.JsonAsync(await _server.PostAsync($"{Infer}?{All}", TestServer.RequestBody()));
        float[][] quantiles = [.. answer["quantiles"]!.AsArray().Select(Numbers)], draws = [.. answer["draws"]!.AsArray().Select(Numbers)];

        Assert.Equal((2, 3), (quantiles.Length, draws.Length));
        Assert.All([Answered.Fine(answer), .. draws], map => Assert.Equal(SmallBundles.Coarse().Values, Sums(map)));
        Assert.All(quantiles[0].Zip(quantiles[1]), cell => Assert.True(cell.First <= cell.Second));
        Assert.Null(answer["observed"]);
    }

    [Fact]
    public async Task Batches_and_streams_hold_what_one_answer_holds()
    {
        var body = TestServer.RequestBody();
        var one = await Answered.JsonAsync(await _server.PostAsync($"{Infer}?{All}", body));
        var batch = await Answered.JsonAsync(await _server.PostAsync($"{Infer}/batch?{All}", $$"""{"samples": [{{body}}]}"""));
        var stream = await Answered.JsonAsync(await _server.PostAsync($"{Infer}/stream?{All}", body, "application/x-ndjson"));

        foreach (var name in new[] { "fine", "quantiles", "draws" })
        {
            Assert.Equal(one[name]!.ToJsonString(), batch["answers"]![0]![name]!.ToJsonString());
            Assert.Equal(one[name]!.ToJsonString(), stream[name]!.ToJsonString());
        }
    }

    [Fact]
    public async Task An_array_holds_all_of_them_along_its_first_axis()
    {
        var json = await Answered.JsonAsync(await _server.PostAsync($"{Infer}?{All}", TestServer.RequestBody()));
        var bytes = await (await _server.PostAsync($"{Infer}?{All}&format=npy", TestServer.RequestBody())).Content.ReadAsByteArrayAsync();
        var (shape, values) = NpyReader.ReadSingle(new MemoryStream(bytes), "fine");

        Assert.Equal([6, 1, SmallBundles.Side * SmallBundles.Factor, SmallBundles.Side * SmallBundles.Factor], shape);
        Assert.Equal([.. Answered.Fine(json), .. Numbers(json["quantiles"]), .. Numbers(json["draws"])], values);
    }

    [Fact]
    public async Task A_geotiff_holds_quantiles_and_refuses_draws()
    {
        var quantile = await _server.PostAsync($"{Infer}?quantiles=0.5&format=geotiff", TestServer.RequestBody());
        var draw = await _server.PostAsync($"{Infer}?draws=1&format=geotiff", TestServer.RequestBody());

        Assert.Equal(200, (int)quantile.StatusCode);
        Assert.Equal("draws", await Answered.RefusedAsync(draw, 422));
    }

    [Fact]
    public async Task A_missing_count_is_null_and_marked()
    {
        const int Missing = 5;
        var body = JsonNode.Parse(TestServer.RequestBody())!;
        body["coarse"]![1]![1] = null;
        var answer = await Answered.JsonAsync(await _server.PostAsync($"{Infer}?integers=true", body.ToJsonString()));
        var (observed, sums, counts) = (Numbers(answer["observed"]), Sums(Answered.Fine(answer)), SmallBundles.Coarse().Values);

        Assert.Equal([Missing], Enumerable.Range(0, observed.Length).Where(cell => observed[cell] == 0));
        Assert.All(Enumerable.Range(0, counts.Length).Where(cell => cell != Missing), cell => Assert.Equal(counts[cell], sums[cell]));
        Assert.Equal(0, answer["max_conservation_error"]!.GetValue<double>());
        Assert.Equal(
            "coarse", await Answered.RefusedAsync(await _server.PostAsync("/v1/models/plgf/infer", body.ToJsonString()), 422));
    }

    [Fact]
    public async Task A_count_that_is_known_to_be_small_is_inferred_below_its_bound_in_every_form()
    {
        const int Missing = 5, Below = 3;
        var body = JsonNode.Parse(TestServer.RequestBody())!;
        body["coarse"]![1]![1] = null;
        var unknown = await Answered.JsonAsync(await _server.PostAsync(Infer, body.ToJsonString()));
        body["below"] = Below;
        var json = body.ToJsonString();

        var bounded = await Answered.JsonAsync(await _server.PostAsync(Infer, json));
        var batch = await Answered.JsonAsync(await _server.PostAsync($"{Infer}/batch", $$"""{"samples": [{{json}}]}"""));
        var stream = await Answered.JsonAsync(await _server.PostAsync($"{Infer}/stream", json, "application/x-ndjson"));
        using var npy = new MemoryStream();
        float[] counts = [.. SmallBundles.Coarse().Values.Select((count, cell) => cell == Missing ? float.NaN : count)];
        NpyWriter.Write(npy, counts, SmallBundles.Side, SmallBundles.Side);
        var binary = await Answered.JsonAsync(await _server.PostAsync(
            $"{Infer}?below={Below}&external={string.Join(',', SmallBundles.Morning)}", npy.ToArray(), "application/x-npy"));

        Assert.True(Sums(Answered.Fine(unknown))[Missing] > Below);
        Assert.InRange(Sums(Answered.Fine(bounded))[Missing], 1, Below - 1);
        Assert.Equal(unknown["observed"]!.ToJsonString(), bounded["observed"]!.ToJsonString());
        var fine = bounded["fine"]!.ToJsonString();
        Assert.All(
            new[] { batch["answers"]![0]!, stream, binary }, answer => Assert.Equal(fine, answer["fine"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_missing_count_of_a_live_frame_is_not_a_number()
    {
        var body = JsonNode.Parse(TestServer.RequestBody())!;
        body["coarse"]![1]![1] = null;
        var posted = await _server.PostAsync("/v1/live/kha/frames", body.ToJsonString());

        var path = posted.Headers.Location!.ToString().Replace("/fine", "/coarse", StringComparison.Ordinal);
        var bytes = await _server.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        var expected = SmallBundles.Coarse().Values;
        expected[5] = float.NaN;
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Fact]
    public async Task A_models_card_says_whether_it_says_how_sure_it_is()
    {
        var models = (await _server.Client.GetFromJsonAsync<JsonNode>(new Uri("/v1/models", UriKind.Relative)))!["models"]!.AsArray();
        Assert.Equal(
            [("kha", true), ("plgf", false)],
            models.Select(model => (model!["name"]!.GetValue<string>(), model["gives_distribution"]!.GetValue<bool>())));
    }

    [Theory]
    [InlineData("kha", "estimate=median", "estimate", 400)]
    [InlineData("kha", "quantiles=0.5;0.6", "quantiles", 400)]
    [InlineData("kha", "quantiles=1", "quantiles", 400)]
    [InlineData("kha", "draws=-1", "draws", 400)]
    [InlineData("kha", "draws=256", "draws", 400)]
    [InlineData("plgf", "estimate=mae", "estimate", 422)]
    [InlineData("plgf", "draws=1", "draws", 422)]
    public async Task What_cannot_be_is_refused(string model, string query, string field, int status) => Assert.Equal(
        field, await Answered.RefusedAsync(await _server.PostAsync($"/v1/models/{model}/infer?{query}", TestServer.RequestBody()), status));

    private static float[] Numbers(JsonNode? node) => node is JsonArray array
        ? [.. array.SelectMany(Numbers)]
        : [node!.GetValue<float>()];

    private static float[] Sums(float[] fine)
    {
        Assert.Equal(Cells, fine.Length);
        var side = SmallBundles.Side * SmallBundles.Factor;
        return BlockSum.Coarsen(new FlowMaps(new(1, 1, side, side), fine), SmallBundles.Factor).Values;
    }
}
