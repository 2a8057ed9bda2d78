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
            };
            document.Servers = [];
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

    private static IOpenApiSchema MetricOf(FlowMetric metric) =>
        new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "double", Description = metric.Name };
}
