using System.Text;
using System.Text.Json.Nodes;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>
/// Whatever is wrong with a JSON body, the answer names the field, what is expected there and, for a misspelt name, the one that was meant.
/// </summary>
public sealed class JsonMistakeTests(PlainServer shared) : IClassFixture<PlainServer>
{
    private const string Known = "coarse, below, time, external, bounding_box", Map = "[[1,2],[3,4]]";

    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData("", null, "the body: is empty; expected an object with " + Known)]
    [InlineData(" \n", null, "the body: is empty; expected an object with " + Known)]
    [InlineData("null", null, "the body: is null; expected an object with " + Known)]
    [InlineData("\"corse\"", null, "the body: is the text 'corse'; expected an object with " + Known)]
    [InlineData("[]", null, "the body: is an array; expected an object with " + Known)]
    [InlineData("7", null, "the body: is 7; expected an object with " + Known)]
    [InlineData("nonsense", null, "the body: is no JSON: 'nonsense' is an invalid JSON literal")]
    [InlineData("{}", "coarse", "coarse: is missing; expected an array of numbers, as [[12, 7], [0, 31]]")]
    [InlineData("{\"corse\":" + Map + "}", "corse", "corse: is not a known field; expected " + Known + "; did you mean 'coarse'?")]
    [InlineData("{\"Coarse\":" + Map + "}", "Coarse", "did you mean 'coarse'?")]
    [InlineData("{\"coarse\":" + Map + ",\"extrenal\":[1]}", "extrenal", "did you mean 'external'?")]
    [InlineData("{\"coarse\":" + Map + ",\"boundingBox\":null}", "boundingBox", "did you mean 'bounding_box'?")]
    [InlineData("{\"coarse\":" + Map + ",\"weather\":1}", "weather", "weather: is not a known field; expected " + Known)]
    [InlineData("{\"coarse\":" + Map + ",\"coarse\":" + Map + "}", "coarse", "coarse: is given twice")]
    [InlineData("{\"coarse\":null}", "coarse", "coarse: is null; expected an array of numbers")]
    [InlineData("{\"coarse\":\"many\"}", "coarse", "coarse: an array of numbers is expected")]
    [InlineData("{\"coarse\":{\"a\":1}}", "coarse", "coarse: an array of numbers is expected")]
    [InlineData("{\"coarse\":[[1,2],[3]]}", "coarse", "coarse: an array of 1 stands beside one of 2")]
    [InlineData("{\"coarse\":" + Map + ",\"time\":8}", "time", "time: is 8; expected a time on the local clock, as 2026-03-02T08:00:00")]
    [InlineData("{\"coarse\":" + Map + ",\"time\":\"noon\"}", "time", "time: is the text 'noon'; expected a time on the local clock")]
    [InlineData("{\"coarse\":" + Map + ",\"external\":7}", "external", "external: is 7; expected an array of numbers")]
    [InlineData("{\"coarse\":" + Map + ",\"external\":[1,\"2\"]}", "external[1]", "external[1]: is the text '2'; expected a number")]
    [InlineData("{\"coarse\":" + Map + ",\"external\":[null]}", "external[0]", "external[0]: is null; expected a number")]
    [
        InlineData(
            "{\"coarse\":" + Map + ",\"bounding_box\":{\"west\":1,\"north\":2,\"east\":3}}",
            "bounding_box.south",
            "bounding_box.south: is missing; expected a number")]
    [InlineData("{\"coarse\":" + Map + ",\"bounding_box\":{\"suoth\":1}}", "bounding_box.suoth", "did you mean 'south'?")]
    [
        InlineData(
            "{\"coarse\":" + Map + ",\"bounding_box\":[1,2,3,4]}",
            "bounding_box",
            "bounding_box: is an array; expected an object with south, north, west, east")]
    public async Task A_question_says_what_is_wrong_with_it_and_so_does_a_live_frame(string body, string? field, string detail)
    {
        await SaysAsync("/v1/models/plgf/infer", body, field, detail);
        await SaysAsync("/v1/live/plgf/frames", body, field, detail);
        if (body.Trim().Length > 0)
        {
            var answer = JsonNode.Parse(
                await (
                    await _server.PostAsync(
                        "/v1/models/plgf/infer/stream", body, "application/x-ndjson")).Content.ReadAsStringAsync())!["error"]!;
            AssertSays(answer, field, detail);
        }
    }

    [Theory]
    [InlineData("{}", "samples", "samples: is missing; expected an array, each entry an object with " + Known)]
    [InlineData("{\"sample\":[]}", "sample", "sample: is not a known field; expected samples; did you mean 'samples'?")]
    [InlineData("{\"samples\":{}}", "samples", "samples: is an object; expected an array")]
    [InlineData("{\"samples\":[{\"coarse\":[[1]]},{\"corse\":[[1]]}]}", "samples[1].corse", "did you mean 'coarse'?")]
    [InlineData("{\"samples\":[[[1]]]}", "samples[0]", "samples[0]: is an array; expected an object with " + Known)]
    public Task A_batch_says_what_is_wrong_with_it(string body, string field, string detail) =>
        SaysAsync("/v1/models/plgf/infer/batch", body, field, detail);

    [Theory]
    [InlineData("{}", "inputs: is missing; expected an array, each entry an object with name, shape, datatype, parameters, data")]
    [InlineData("\"corse\"", "the body: is the text 'corse'; expected an object with inputs, id, parameters, outputs")]
    [InlineData("{\"input\":[]}", "input: is not a known field; expected inputs, id, parameters, outputs; did you mean 'inputs'?")]
    [InlineData("{\"inputs\":[{\"name\":\"coarse\",\"shape\":[1,1,1,1],\"data\":[1]}]}", "inputs[0].datatype: is missing; expected a text")]
    [
        InlineData(
            "{\"inputs\":[{\"name\":\"coarse\",\"shap\":[1],\"datatype\":\"FP32\"}]}",
            "inputs[0].shap: is not a known field; expected name, shape, datatype, parameters, data; did you mean 'shape'?")]
    [
        InlineData(
            "{\"inputs\":[{\"name\":\"coarse\",\"shape\":[1.5],\"datatype\":\"FP32\"}]}",
            "inputs[0].shape[0]: is 1.5; expected a whole number")]
    [InlineData("{\"inputs\":[{\"name\":\"coarse\",\"shape\":[1],\"datatype\":7}]}", "inputs[0].datatype: is 7; expected a text")]
    [
        InlineData(
            "{\"inputs\":[{\"name\":\"corse\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}",
            "there is no input 'corse'; there are coarse, external, time; did you mean 'coarse'?")]
    [
        InlineData(
            "{\"inputs\":[{\"name\":\"coarse\",\"shape\":[1],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_siez\":4}}]}",
            "inputs[0].parameters.binary_data_siez: is not a known field; expected binary_data_size, binary_data; "
            + "did you mean 'binary_data_size'?")]
    [
        InlineData(
            "{\"inputs\":[],\"parameters\":{\"binary_data_ouput\":true}}",
            "parameters.binary_data_ouput: is not a known field; expected binary_data_output, ")]
    [InlineData("{\"inputs\":[],\"parameters\":{\"binary_data_output\":1}}", "parameters.binary_data_output: is 1; expected true or false")]
    [InlineData("{\"inputs\":[],\"outputs\":[{\"nam\":\"fine\"}]}", "did you mean 'name'?")]
    public async Task The_inference_protocol_says_what_is_wrong(string body, string error)
    {
        var answer = await _server.PostAsync("/v2/models/plgf/infer", body);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(
            error, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load", "", null, "the body: is empty; expected an object with version, label")]
    [InlineData("load", "{\"lable\":\"canary\"}", "lable", "lable: is not a known field; expected version, label; did you mean 'label'?")]
    [InlineData("load", "{\"label\":\"canry\"}", "label", "label: is the text 'canry'; expected stable or canary; did you mean 'canary'?")]
    [InlineData("load", "{\"label\":1}", "label", "label: is 1; expected stable or canary")]
    [InlineData("load", "{\"label\":null}", "label", "label: is null; expected stable or canary")]
    [InlineData("load", "{\"version\":2}", "version", "version: is 2; expected a text")]
    [InlineData("rollback", "{\"version\":\"2\"}", "version", "version: is not a known field; expected label")]
    public async Task The_operator_hears_it_too(string action, string body, string? field, string detail)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _server.Admin.PostAsync(new Uri($"/admin/models/plgf/{action}", UriKind.Relative), content);
        AssertSays(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, field, detail);
    }

    [Theory]
    [InlineData("/v1/models/plfg", "there is no model 'plfg'; there are plgf; did you mean 'plgf'?")]
    [InlineData("/v1/models/urbanfm", "there is no model 'urbanfm'; there are plgf")]
    [InlineData("/v1/datasets/town", "there is no dataset 'town'; this server has none")]
    public async Task Names_in_addresses_are_asked_about(string path, string detail)
    {
        var answer = JsonNode.Parse(await (await _server.Client.GetAsync(new Uri(path, UriKind.Relative))).Content.ReadAsStringAsync())!;
        Assert.Equal(detail, answer["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Hostile_bodies_get_a_short_answer()
    {
        byte[][] bodies =
        [
            [0xEF, 0xBB, 0xBF, .. "{}"u8], [0xFF, 0xFE, (byte)'{', 0], [0], [.. "{\"\xFF\":1}"u8],
            [
                .. "{\"coarse\":\""u8, 0xC3, .. "\"}"u8,
            ],
            [.. "{\""u8, 0xC3, .. "\":1}"u8], "{\"\\ud800\":1}"u8.ToArray(), "{\"time\":\"\\ud800\",\"coarse\":[[1]]}"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string('[', 100_000)), Encoding.UTF8.GetBytes("{\"coarse\":" + new string('[', 100_000)),
            Encoding.UTF8.GetBytes($"{{\"{new string('c', 1 << 20)}\":1}}"), Encoding.UTF8.GetBytes(
                $"{{\"coarse\":\"{new string('c', 1 << 20)}\"}}"),
            Encoding.UTF8.GetBytes($"{{\"coarse\":[[1]],\"time\":\"{new string('c', 1 << 20)}\"}}"), Encoding.UTF8.GetBytes(
                "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"a{i}\":1")) + "}"),
            "{\"coarse\":[[1]]} {\"coarse\":[[1]]}"u8.ToArray(), "{\"coarse\":[[1]],}"u8
                .ToArray(), "{'coarse':[[1]]}"u8
                .ToArray(), "{\"coarse\":[[01]]}"u8
                .ToArray(), "{\"coarse\":[[1]]//"u8
                .ToArray(),
        ];
        foreach (
            var path in new[] { "/v1/models/plgf/infer", "/v1/models/plgf/infer/batch", "/v1/live/plgf/frames", "/v2/models/plgf/infer" })
        {
            foreach (var body in bodies)
            {
                var answer = await _server.PostAsync(path, body, "application/json");
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode == 400, $"{path}: {(int)answer.StatusCode} {text}");
                Assert.InRange(text.Length, 20, 1000);
                Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
                Assert.DoesNotContain("FineFlow.", text, StringComparison.Ordinal);
            }
        }
    }

    private async Task SaysAsync(string path, string body, string? field, string detail)
    {
        var answer = await _server.PostAsync(path, body);
        AssertSays(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, field, detail);
    }

    private static void AssertSays(JsonNode problem, string? field, string detail)
    {
        Assert.Equal((400, field), (problem["status"]!.GetValue<int>(), problem["field"]?.GetValue<string>()));
        Assert.Contains(detail, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
