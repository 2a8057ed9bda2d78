using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using BitMiracle.LibTiff.Classic;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>Whatever format goes in and comes out, the numbers are the predictor's own, bit for bit.</summary>
public sealed class FormatTests(PlainServer shared) : IClassFixture<PlainServer>
{
    private const string Infer = "/v1/models/plgf/infer", Raw = "application/octet-stream", Npy = "application/x-npy";
    private const string External = "external=20,5,0,0,1,8,1";

    private readonly TestServer _server = shared.Server;
    private readonly float[] _expected = Expected(shared.Server);

    [Fact]
    public async Task Json_in_json_out()
    {
        var answer = await Answered.JsonAsync(await _server.PostAsync(Infer, TestServer.RequestBody()));
        Assert.Equal(_expected, Answered.Fine(answer));
        Assert.Equal("[\"plgf\",\"1\",[1,8,8]]", $"[\"{answer["model"]}\",\"{answer["version"]}\",{answer["shape"]!.ToJsonString()}]");
        Assert.InRange(answer["max_conservation_error"]!.GetValue<double>(), 0, 1e-3);
    }

    [Fact]
    public async Task Npy_in_npy_out_with_or_without_a_channel_axis()
    {
        foreach (int[] shape in new int[][] { [4, 4], [1, 4, 4] })
        {
            using var body = new MemoryStream();
            NpyWriter.Write(body, SmallBundles.Coarse().Values, shape);
            var response = await _server.PostAsync($"{Infer}?format=npy&{External}", body.ToArray(), Npy);
            var (written, values) = NpyReader.ReadSingle(await response.Content.ReadAsStreamAsync(), "answer");
            Assert.Equal([1, 8, 8], written);
            Assert.Equal(_expected, values);
            Assert.Equal("1,8,8", Header(response, "FineFlow-Shape"));
        }
    }

    [Theory]
    [InlineData("&shape=1,4,4")]
    [InlineData("&shape=4,4")]
    [InlineData("")]
    public async Task Raw_floats_in_raw_floats_out(string shape)
    {
        var response = await _server.PostAsync($"{Infer}?{External}{shape}&format=float32", RawCoarse(), Raw);
        Assert.Equal(_expected, Floats(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal(("plgf", "1"), (Header(response, "FineFlow-Model"), Header(response, "FineFlow-Version")));
        Assert.InRange(double.Parse(Header(response, "FineFlow-Max-Conservation-Error"), CultureInfo.InvariantCulture), 0, 1e-3);
    }

    [Fact]
    public async Task A_geotiff_lies_where_the_card_says_or_else_where_the_caller_says()
    {
        using var ofCard = await TiffAsync("");
        Assert.Equal(new[] { 0.125, 0.125, 0 }, Field(ofCard, TiffTag.GEOTIFF_MODELPIXELSCALETAG));
        Assert.Equal(new[] { 0, 0, 0, 13.0, 53, 0 }, Field(ofCard, TiffTag.GEOTIFF_MODELTIEPOINTTAG));
        var values = new byte[_expected.Length * sizeof(float)];
        ofCard.ReadEncodedStrip(0, values, 0, values.Length);
        Assert.Equal(_expected, Floats(values));
        using var ofCaller = await TiffAsync("&bounding_box=116.2,49,117,50.1");
        Assert.Equal(new[] { 0, 0, 0, 116.2, 50.1, 0 }, Field(ofCaller, TiffTag.GEOTIFF_MODELTIEPOINTTAG));
    }

    [Fact]
    public async Task A_table_has_the_same_numbers_with_time_and_place()
    {
        var response = await _server.PostAsync($"{Infer}?{External}&format=csv&time=2026-03-02T08:00:00", RawCoarse(), Raw);
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal("2026-03-02T08:00:00,0,0,13.0625,52.9375,channel 0", lines[1][..lines[1].LastIndexOf(',')]);
        Assert.Equal(
            _expected, lines.Skip(1).Select(line => float.Parse(line[(line.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_picture_is_a_picture()
    {
        var response = await _server.PostAsync($"{Infer}?{External}&format=png", RawCoarse(), Raw);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await response.Content.ReadAsByteArrayAsync())[..4]);
    }

    [Fact]
    public async Task Every_format_of_files_is_an_answer_by_its_key_and_by_its_media_type()
    {
        foreach (var format in OutputFormats.All)
        {
            var byKey = await _server.PostAsync($"{Infer}?{External}&format={format.Key}", RawCoarse(), Raw);
            Assert.Equal((HttpStatusCode.OK, format.MediaType), (byKey.StatusCode, byKey.Content.Headers.ContentType?.MediaType));
            var byType = await AcceptAsync(format.MediaType);
            Assert.Equal(await byKey.Content.ReadAsByteArrayAsync(), await byType.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("parquet", "PAR1")]
    [InlineData("netcdf", "CDF\u0002")]
    public async Task Tables_and_netcdf_begin_as_such(string format, string head)
    {
        var response = await _server.PostAsync($"{Infer}?{External}&format={format}", RawCoarse(), Raw);
        Assert.Equal(head, Encoding.ASCII.GetString((await response.Content.ReadAsByteArrayAsync())[..4]));
    }

    [Fact]
    public async Task Zeros_are_no_data_on_request_in_formats_that_know_it()
    {
        using var tiff = await TiffAsync("&zeros_as_nodata=true");
        Assert.Equal("0", tiff.GetField((TiffTag)42113)[^1].ToString().TrimEnd('\0'));
        var refusal = await _server.PostAsync($"{Infer}?{External}&format=npy&zeros_as_nodata=true", RawCoarse(), Raw);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refusal.StatusCode);
        Assert.Contains("geotiff, netcdf", await refusal.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var batch = await _server.PostAsync($"{Infer}/batch?zeros_as_nodata=true", "{\"samples\":[]}");
        Assert.Equal(HttpStatusCode.BadRequest, batch.StatusCode);
    }

    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html, application/x-npy;q=0.5, image/tiff;q=0.8", "image/tiff")]
    public async Task Accept_chooses_where_format_does_not(string accept, string type) =>
        Assert.Equal(type, (await AcceptAsync(accept)).Content.Headers.ContentType?.MediaType);

    [Fact]
    public async Task Whole_counts_add_up_to_the_last_one()
    {
        var answer = await Answered.JsonAsync(await _server.PostAsync($"{Infer}?integers=true", TestServer.RequestBody()));
        var fine = Answered.Fine(answer);
        Assert.All(fine, count => Assert.Equal(MathF.Round(count), count));
        Assert.Equal(0, answer["max_conservation_error"]!.GetValue<double>());
        Assert.Equal(SmallBundles.Coarse().Values.Sum(), fine.Sum());
    }

    [Fact]
    public async Task A_batch_answers_in_order()
    {
        var body = $"{{\"samples\":[{string.Join(',', Enumerable.Range(1, 5).Select(seed => TestServer.RequestBody(seed)))}]}}";
        var answers = (await Answered.JsonAsync(await _server.PostAsync($"{Infer}/batch", body)))["answers"]!.AsArray();
        for (var seed = 1; seed <= 5; seed++)
        {
            var alone = await Answered.FineAsync(await _server.PostAsync(Infer, TestServer.RequestBody(seed)));
            Assert.All(alone.Zip(Answered.Fine(answers[seed - 1]!)), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
    }

    private static byte[] RawCoarse() => MemoryMarshal.AsBytes(SmallBundles.Coarse().Values.AsSpan()).ToArray();

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private async Task<HttpResponseMessage> AcceptAsync(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Infer}?{External}");
        request.Content = new ByteArrayContent(RawCoarse());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Raw);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _server.Client.SendAsync(request);
    }

    private async Task<Tiff> TiffAsync(string query)
    {
        var response = await _server.PostAsync($"{Infer}?{External}&format=geotiff{query}", RawCoarse(), Raw);
        var path = _server.File("answer.tif");
        await File.WriteAllBytesAsync(path, await response.Content.ReadAsByteArrayAsync());
        return Tiff.Open(path, "r");
    }

    private static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private static double[] Field(Tiff tiff, TiffTag tag) => tiff.GetField(tag)[1].ToDoubleArray();

    private static float[] Expected(TestServer server)
    {
        using var model = ModelBundle.Load(server.Bundle("plgf", "1"));
        return model.Predict(new FlowInputs(SmallBundles.Coarse(), SmallBundles.External())).Values;
    }
}
