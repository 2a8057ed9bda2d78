using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineFlow.AspNetCore.Tests.Hosting;

public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    [Trait(ExpectedFile.Trait, ExpectedFile.File)]
    public async Task The_document_is_the_one_that_was_reviewed()
    {
        ExpectedFile.Matches("openapi.json", (await ReadAsync()).ToJsonString(Indented));
    }

    [Fact]
    public async Task Generators_of_clients_find_what_they_need()
    {
        var document = await ReadAsync();
        var tags = document["tags"]!.AsArray().ToDictionary(tag => $"{tag!["name"]}", tag => $"{tag!["description"]}");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(method => method.Value!).ToList();

        Assert.True(operations.Count > 30, $"only {operations.Count} operations were found");
        Assert.NotEmpty(document["servers"]!.AsArray());
        Assert.NotEmpty(document["security"]!.AsArray());
        Assert.All(tags.Values, Assert.NotEmpty);
        Assert.Equal(operations.Count, operations.Select(operation => $"{operation["operationId"]}").Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.Matches("^[a-z][A-Za-z0-9]+$", $"{operation["operationId"]}");
            Assert.NotEmpty($"{operation["summary"]}");
            Assert.Contains($"{Assert.Single(operation["tags"]!.AsArray())}", tags.Keys);
            Assert.Contains(operation["responses"]!.AsObject(), response => response.Key.StartsWith('4'));
        });
    }

    private static async Task<JsonNode> ReadAsync()
    {
        await using var server = await TestServer.StartAsync(options => options with { SharesModels = true });
        return JsonNode.Parse(await server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
    }
}
