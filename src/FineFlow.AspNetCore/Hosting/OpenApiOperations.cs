using Microsoft.OpenApi;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>What all operations of the OpenAPI document have: a group, a name for generated clients, and the answer to mistakes.</summary>
internal static class OpenApiOperations
{
    private const string Mistake = "4XX";

    /// <summary>Groups of operations by how their addresses begin, the longest first.</summary>
    private static readonly (string Start, string Name, string Description)[] Groups =
    [
        ("/v1/datasets", "Datasets", "Frames of the datasets that are served, as they were and as models infer them."),
        ("/v1/live", "Live", "Frames that are sent as they come, and told to those who listen."),
        ("/v1", "Models", "Models, and the fine maps that they infer."),
        ("/v2", "Open Inference Protocol", "What the clients of KServe and Triton ask."),
    ];

    /// <summary>Completes all operations of a document.</summary>
    public static void Complete(OpenApiDocument document)
    {
        document.Tags = Groups.Select(group => new OpenApiTag { Name = group.Name, Description = group.Description }).ToHashSet();
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                var group = Groups.First(group => path.Contains(group.Start, StringComparison.Ordinal));
                operation.Tags = new HashSet<OpenApiTagReference> { new(group.Name, document) };
                operation.OperationId = NameOf(method.Method, path, group.Start);
                operation.Responses ??= [];
                if (!operation.Responses.Keys.Any(status => status.StartsWith('4')))
                {
                    operation.Responses[Mistake] = group.Start == "/v2" ? ProtocolMistake() : ProblemMistake(document);
                }
            }
        }
    }

    /// <summary>Returns the name of an operation: getV1ModelsByModel of GET /v1/models/{model}, whatever stands before the group.</summary>
    private static string NameOf(string method, string path, string start)
    {
        var words = path[path.IndexOf(start, StringComparison.Ordinal)..].Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.StartsWith('{') ? "By" + Capital(word.Trim('{', '}')) : Capital(word));
        return method.ToLowerInvariant() + string.Concat(words);
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static OpenApiResponse ProblemMistake(OpenApiDocument document) => new()
    {
        Description = "A mistake in the request, in the form of RFC 9457.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", document) },
        },
    };

    private static OpenApiResponse ProtocolMistake() => new()
    {
        Description = "A mistake in the request, in the protocol's own form.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { ["error"] = new OpenApiSchema { Type = JsonSchemaType.String } },
                    Required = new HashSet<string> { "error" },
                },
            },
        },
    };
}
