using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests.OpenInference;

/// <summary>The Open Inference Protocol answers what /v1 does: times, missing counts, estimates, quantiles and draws.</summary>
public sealed class OpenInferenceDistributionTests(EstimatesServer shared) : IClassFixture<EstimatesServer>
{
    private const string Infer = "/v2/models/kha/infer", HeaderLength = "Inference-Header-Content-Length";
    private const int Missing = 5;
    private static readonly DateTime[] Times = [new(2024, 1, 9, 8, 0, 0), new(2024, 1, 13, 22, 0, 0)];

    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData("", "")]
    [InlineData("below=3", """ "below":3 """)]
    [InlineData("integers=true&below=3", """ "integers":true,"below":3 """)]
    [InlineData("estimate=mape&quantiles=0.05,0.5&draws=2&seed=9", """ "estimate":"mape","quantiles":"0.05,0.5","draws":2,"seed":9 """)]
    public async Task Answers_are_those_of_v1(string query, string parameters)
    {
        var below = query.Contains("below", StringComparison.Ordinal) ? 3 : (int?)null;
        var samples = new JsonArray([.. Enumerable.Range(0, 2).Select(sample => (JsonNode)Sample(sample, below))]);
        var named = query.Replace("&below=3", "", StringComparison.Ordinal).Replace("below=3", "", StringComparison.Ordinal);
        var expected = await Answered.JsonAsync(
            await _server.PostAsync($"/v1/models/kha/infer/batch?{named}", new JsonObject { ["samples"] = samples }.ToJsonString()));

        var answer = await Answered.JsonAsync(await _server.PostAsync(Infer, Body(parameters)));

        foreach (var name in new[] { "fine", "quantiles", "draws" })
        {
            Assert.Equal(
                expected["answers"]!.AsArray().SelectMany(sample => Numbers(sample![name])),
                Output(answer, name) is { } output ? Numbers(output["data"]) : []);
        }

        Assert.Equal([Missing], Zeros(Output(answer, "observed")!));
        Assert.Equal("[2,1,4,4]", Output(answer, "observed")!["shape"]!.ToJsonString());
    }

    [Fact]
    public async Task Outputs_come_as_named_each_in_its_own_form()
    {
        const string Parameters = """ "quantiles":"0.05,0.5,0.95","integers":true """;
        const string Outputs = """,{"name":"observed"},{"name":"quantiles","parameters":{"binary_data":true}}]""";
        var response = await _server.PostAsync(Infer, Body(Parameters, "[" + Outputs[1..]));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues(HeaderLength).Single(), CultureInfo.InvariantCulture);
        var outputs = JsonNode.Parse(bytes.AsSpan(0, length))!["outputs"]!.AsArray();
        var json = await Answered.JsonAsync(await _server.PostAsync(Infer, Body(Parameters)));

        Assert.Equal(["quantiles", "observed"], outputs.Select(output => output!["name"]!.GetValue<string>()));
        Assert.Equal(("[2,3,1,8,8]", "INT64"), (outputs[0]!["shape"]!.ToJsonString(), outputs[0]!["datatype"]!.GetValue<string>()));
        Assert.Equal(
            Numbers(Output(json, "quantiles")!["data"]),
            MemoryMarshal.Cast<byte, long>(bytes.AsSpan(length)).ToArray().Select(number => (double)number));
        Assert.Equal([Missing], Zeros(outputs[1]!));
    }

    [Fact]
    public async Task Times_and_missing_counts_come_in_binary_too()
    {
        var counts = Counts();
        byte[] binary = [.. MemoryMarshal.AsBytes(counts.AsSpan()), .. MemoryMarshal.AsBytes(Seconds().AsSpan())];
        var header = Encoding.UTF8.GetBytes($$"""
            {"inputs":[{"name":"coarse","shape":[2,1,4,4],"datatype":"FP32","parameters":{"binary_data_size":128} },
            {"name":"time","shape":[2],"datatype":"INT64","parameters":{"binary_data_size":16} }]}
            """);
        using var content = new ByteArrayContent([.. header, .. binary]);
        content.Headers.Add(HeaderLength, header.Length.ToString(CultureInfo.InvariantCulture));
        var answer = await Answered.JsonAsync(await _server.Client.PostAsync(new Uri(Infer, UriKind.Relative), content));

        var json = await Answered.JsonAsync(await _server.PostAsync(Infer, Body("")));
        Assert.Equal(Numbers(Output(json, "fine")!["data"]), Numbers(Output(answer, "fine")!["data"]));
    }

    [Fact]
    public async Task A_model_describes_what_it_takes_and_gives()
    {
        var kha = await Answered.JsonAsync(await _server.Client.GetAsync(new Uri("/v2/models/kha", UriKind.Relative)));
        var plgf = await Answered.JsonAsync(await _server.Client.GetAsync(new Uri("/v2/models/plgf", UriKind.Relative)));

        Assert.Equal(["coarse", "external", "time"], Names(kha["inputs"]!));
        Assert.Equal(["fine", "quantiles", "draws", "observed"], Names(kha["outputs"]!));
        Assert.Equal(["fine"], Names(plgf["outputs"]!));

        static IEnumerable<string> Names(JsonNode tensors) => tensors.AsArray().Select(tensor => tensor!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"name":"time","shape":[1],"datatype":"INT64","data":[1704787200]}""", "")]
    [InlineData("""{"name":"time","shape":[2],"datatype":"FP32","data":[1,2]}""", "")]
    [InlineData("""{"name":"time","shape":[2],"datatype":"INT64","data":[-1,2]}""", "")]
    [InlineData("""{"name":"time","shape":[2],"datatype":"INT64","data":[9e15,2]}""", "")]
    [InlineData(null, """ "quantiles":"0.05;0.5" """)]
    [InlineData(null, """ "quantiles":"1.5" """)]
    [InlineData(null, """ "estimate":"median" """)]
    [InlineData(null, """ "estimat":"mae" """)]
    [InlineData(null, """ "draws":-1 """)]
    [InlineData(null, """ "draws":100000 """)]
    [InlineData(null, """ "below":0 """)]
    [InlineData(null, "", """[{"name":"quantiles"}]""")]
    [InlineData(null, "", """[{"name":"fines"}]""")]
    public async Task What_cannot_be_is_refused(string? time, string parameters, string? outputs = null)
    {
        var response = await _server.PostAsync(Infer, Body(parameters, outputs, time));

        Assert.Contains((int)response.StatusCode, new[] { 400, 422 });
        Assert.NotEmpty(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.GetValue<string>());
    }

    private static string Body(string parameters, string? outputs = null, string? time = null)
    {
        var data = string.Join(',', Counts().Select(count => float.IsNaN(count) ? "null" : count.ToString(CultureInfo.InvariantCulture)));
        time ??= $$"""{"name":"time","shape":[2],"datatype":"INT64","data":[{{string.Join(',', Seconds())}}]}""";
        return $$"""
            {"inputs":[{"name":"coarse","shape":[2,1,4,4],"datatype":"FP32","data":[{{data}}]},{{time}}],
            "parameters":{ {{parameters}} } {{(outputs is null ? "" : $", \"outputs\":{outputs}")}} }
            """;
    }

    /// <summary>Two samples; a count of the first is missing.</summary>
    private static float[] Counts()
    {
        var counts = SmallBundles.Coarse(2).Values;
        counts[Missing] = float.NaN;
        return counts;
    }

    private static long[] Seconds() => [.. Times.Select(time => (long)(time - DateTime.UnixEpoch).TotalSeconds)];

    private static JsonObject Sample(int sample, int? below)
    {
        const int Side = SmallBundles.Side;
        var counts = Counts().AsSpan(sample * Side * Side, Side * Side).ToArray();
        return new()
        {
            ["coarse"] = new JsonArray([.. Enumerable.Range(0, Side).Select(row => (JsonNode)new JsonArray(
                [.. counts[(row * Side)..((row + 1) * Side)].Select(count => float.IsNaN(count) ? null : (JsonNode)count)]))]),
            ["time"] = Times[sample].ToString("s", CultureInfo.InvariantCulture),
            ["below"] = below,
        };
    }

    private static JsonNode? Output(JsonNode answer, string name) =>
        answer["outputs"]!.AsArray().FirstOrDefault(output => output!["name"]!.GetValue<string>() == name);

    private static IEnumerable<int> Zeros(JsonNode output) =>
        Numbers(output["data"]).Select((value, cell) => (value, cell)).Where(one => one.value == 0).Select(one => one.cell);

    /// <summary>The numbers of nested arrays in order.</summary>
    private static IEnumerable<double> Numbers(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => array.SelectMany(Numbers),
        _ => [node.GetValue<double>()],
    };
}
