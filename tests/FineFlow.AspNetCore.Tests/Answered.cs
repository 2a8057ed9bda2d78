using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace FineFlow.AspNetCore.Tests;

/// <summary>What answers must look like.</summary>
internal static class Answered
{
    /// <summary>The fine counts of a JSON answer.</summary>
    public static async Task<float[]> FineAsync(HttpResponseMessage response) => Fine(await JsonAsync(response));

    /// <summary>The body of an answer that must be well.</summary>
    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public static float[] Fine(JsonNode answer) =>
        [
            .. answer["fine"]!.AsArray().SelectMany(
                map => map!.AsArray().SelectMany(row => row!.AsArray().Select(cell => cell!.GetValue<float>())))];

    /// <summary>A refusal: its status, a problem document with an id, and the field that it names.</summary>
    public static async Task<string?> RefusedAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{status} was expected; {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.NotEmpty(problem["error_id"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        return problem["field"]?.GetValue<string>();
    }
}
