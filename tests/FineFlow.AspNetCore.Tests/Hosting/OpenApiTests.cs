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
        await using var server = await TestServer.StartAsync();
        var document = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        ExpectedFile.Matches("openapi.json", document.ToJsonString(Indented));
    }
}
