using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Torch.Inference;

namespace FineFlow.AspNetCore.Tests.OpenInference;

public sealed class OpenInferenceTests(PlainServer shared) : IClassFixture<PlainServer>
{
    private const string Infer = "/v2/models/plgf/infer", HeaderLength = "Inference-Header-Content-Length";

    private readonly TestServer _server = shared.Server;
    private readonly float[] _expected = Expected(shared.Server);

    [Fact]
    public async Task The_server_and_its_models_describe_themselves()
    {
        Assert.Contains(
            "binary_tensor_data", (await GetAsync("/v2"))["extensions"]!.AsArray().Select(extension => extension!.GetValue<string>()));
        Assert.True((await GetAsync("/v2/health/live"))["live"]!.GetValue<bool>());
        Assert.True((await GetAsync("/v2/health/ready"))["ready"]!.GetValue<bool>());
        Assert.True((await GetAsync("/v2/models/plgf/versions/1/ready"))["ready"]!.GetValue<bool>());
        var model = await GetAsync("/v2/models/plgf");
        Assert.Equal("[\"1\"]", model["versions"]!.ToJsonString());
        Assert.Equal("""{"name":"coarse","datatype":"FP32","shape":[-1,1,-1,-1]}""", model["inputs"]![0]!.ToJsonString());
        Assert.Equal("""{"name":"fine","datatype":"FP32","shape":[-1,1,-1,-1]}""", model["outputs"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData(Infer)]
    [InlineData("/v2/models/plgf/versions/1/infer")]
    public async Task Json_tensors_are_inferred(string path)
    {
        var body = new
        {
            id = "42",
            inputs = new object[]
            {
                Tensor("coarse", [2, 1, 4, 4], SmallBundles.Coarse(2).Values),
                Tensor("external", [2, 7], SmallBundles.External(2).Values),
            },
        };
        var answer = await Answered.JsonAsync(await _server.PostAsync(path, JsonSerializer.Serialize(body)));
        Assert.Equal(("42", "plgf", "1"), (Text(answer, "id"), Text(answer, "model_name"), Text(answer, "model_version")));
        var fine = answer["outputs"]![0]!;
        Assert.Equal("[2,1,8,8]", fine["shape"]!.ToJsonString());
        AssertNear(fine["data"]!.AsArray().Select(value => value!.GetValue<float>()));
        Assert.InRange(answer["parameters"]!["max_conservation_error"]!.GetValue<double>(), 0, 1e-3);
    }

    [Theory]
    [InlineData("""{"outputs":[{"name":"fine","parameters":{"binary_data":true}}]""")]
    [InlineData("""{"parameters":{"binary_data_output":true}""")]
    public async Task Binary_tensors_go_in_and_come_out(string wish)
    {
        var header = Encoding.UTF8.GetBytes($$"""
            {{wish}},"inputs":[{"name":"coarse","shape":[2,1,4,4],"datatype":"FP32","parameters":{"binary_data_size":128} },
            {"name":"external","shape":[2,7],"datatype":"FP32","parameters":{"binary_data_size":56} }]}
            """);
        var response = await PostBinaryAsync(header, [.. SmallBundles.Coarse(2).Values, .. SmallBundles.External(2).Values]);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues(HeaderLength).Single(), CultureInfo.InvariantCulture);
        var fine = JsonNode.Parse(bytes.AsSpan(0, length))!["outputs"]![0]!;
        Assert.Null(fine["data"]);
        Assert.Equal(bytes.Length - length, fine["parameters"]!["binary_data_size"]!.GetValue<int>());
        AssertNear(MemoryMarshal.Cast<byte, float>(bytes.AsSpan(length)).ToArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"inputs":[]}""")]
    [InlineData("""{"inputs":[null]}""")]
    [
        InlineData(
            """{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32","data":[1]},"""
            + """{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1,1,1,2],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1,-1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1],"datatype":"FP32","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"INT8","data":[1]}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32"}]}""")]
    [InlineData("""{"inputs":[{"name":"fine","shape":[1,1,1,1],"datatype":"FP32","data":[1]}]}""")]
    [
        InlineData(
            """{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32","data":[1]},"""
            + """{"name":"external","shape":[7],"datatype":"FP32","data":[1,2,3,4,5,6,7]}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"coarse"}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32","parameters":{"binary_data_size":4}}]}""")]
    [InlineData("""{"inputs":[{"name":"coarse","shape":[99999999999],"datatype":"FP32","data":[1]}]}""")]
    public async Task Requests_that_cannot_be_are_refused_in_the_protocols_own_form(string body)
    {
        var response = await _server.PostAsync(Infer, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 400, text);
        Assert.NotEmpty(JsonNode.Parse(text)!["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(""" "parameters":{"sequence_id":7} """, "parameters.sequence_id")]
    [InlineData(""" "parameters":{"integer":true} """, "parameters.integer")]
    [InlineData(""" "outputs":[{"name":"fine","parameters":{"classification":2}}] """, "outputs[0].parameters.classification")]
    public async Task Parameters_that_are_not_known_are_named(string part, string name)
    {
        var response = await _server.PostAsync(
            Infer, $$"""{"inputs":[{"name":"coarse","shape":[1,1,1,1],"datatype":"FP32","data":[1]}],{{part}}}""");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith(
            $"{name}: is not a known field",
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 128)]
    [InlineData(-1, 128)]
    [InlineData(2147483647, 128)]
    [InlineData(128, 124)]
    [InlineData(128, 132)]
    public async Task Binary_sizes_that_do_not_fit_are_refused(int stated, int sent)
    {
        var header = Encoding.UTF8.GetBytes(
            $$"""{"inputs":[{"name":"coarse","shape":[2,1,4,4],"datatype":"FP32","parameters":{"binary_data_size":{{stated}} } }]}""");
        var response = await PostBinaryAsync(header, new float[sent / sizeof(float)]);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("999999")]
    [InlineData("abc")]
    [InlineData("0")]
    public async Task A_header_length_that_cannot_be_is_refused(string length)
    {
        using var content = new ByteArrayContent("""{"inputs":[]}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation(HeaderLength, length);
        Assert.Equal(400, (int)(await _server.Client.PostAsync(new Uri(Infer, UriKind.Relative), content)).StatusCode);
    }

    [Theory]
    [InlineData("/v2/models/nobody")]
    [InlineData("/v2/models/plgf/versions/2")]
    [InlineData("/v2/models/plgf/versions/2/ready")]
    public async Task What_is_not_there_is_not_found(string path) =>
        Assert.Equal(404, (int)(await _server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);

    private static object Tensor(string name, int[] shape, float[] data) => new { name, shape, datatype = "FP32", data };

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private void AssertNear(IEnumerable<float> fine) =>
        Assert.All(_expected.Zip(fine), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));

    private async Task<JsonNode> GetAsync(string path) =>
        (await _server.Client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!;

    private async Task<HttpResponseMessage> PostBinaryAsync(byte[] header, float[] values)
    {
        using var content = new ByteArrayContent([.. header, .. MemoryMarshal.AsBytes(values.AsSpan())]);
        content.Headers.Add(HeaderLength, header.Length.ToString(CultureInfo.InvariantCulture));
        content.Headers.ContentType = new("application/octet-stream");
        return await _server.Client.PostAsync(new Uri(Infer, UriKind.Relative), content);
    }

    private static float[] Expected(TestServer server)
    {
        using var model = ModelBundle.Load(server.Bundle("plgf", "1"));
        return model.Predict(new FlowInputs(SmallBundles.Coarse(2), SmallBundles.External(2))).Values;
    }
}
