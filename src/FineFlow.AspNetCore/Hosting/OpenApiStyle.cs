using System.Text.Json.Nodes;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core.Metrics;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>What the generator of the OpenAPI document cannot see by itself.</summary>
internal static class OpenApiStyle
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "FineFlow",
                Version = ServerVersion.Text,
                Description = "Fine maps from coarse city flow counts, which add up. Units are raw counts.",
                License = new() { Name = "MIT", Identifier = "MIT" },
            };
            document.Servers = [new() { Url = "/" }];
            Secure(document);
            OpenApiOperations.Complete(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(NestedNumbers))
            {
                schema.Type = JsonSchemaType.Array;
                schema.Items = new OpenApiSchema();
                schema.Examples = [new JsonArray(new JsonArray(12, 7), new JsonArray(0, 31))];
            }
            else if (context.JsonTypeInfo.Type == typeof(FlowMetrics))
            {
                schema.Type = JsonSchemaType.Object;
                schema.Properties = MetricCatalog.All.ToDictionary(metric => metric.Key, MetricOf);
                schema.Properties["samples"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
                schema.Required = schema.Properties.Keys.ToHashSet();
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Says that a server may ask for a key. One on this machine alone asks for none.</summary>
    private static void Secure(OpenApiDocument document)
    {
        const string Key = "key";
        document.AddComponent(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "One of the keys of the server's file, where it has one.",
        });
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] }, []];
    }

    private static IOpenApiSchema MetricOf(FlowMetric metric) =>
        new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "double", Description = metric.Name };
}
