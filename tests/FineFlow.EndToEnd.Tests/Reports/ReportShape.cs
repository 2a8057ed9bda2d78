using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary>The fields of a report and the kinds of their values, as a file.</summary>
internal static class ReportShape
{
    /// <summary>Fields that reports on some machines lack, or whose own fields differ there.</summary>
    private static readonly string[] OfTheMachine = ["machine", "bf16_gflops", "peak_memory_bytes"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Asserts that a report has the fields of the file of its name.</summary>
    public static void Matches(string name, JsonElement report) =>
        ExpectedFile.Matches($"json/{name}.json", Of(JsonSerializer.SerializeToNode(report))!.ToJsonString(Indented));

    /// <summary>A document with the kinds of its values in their places; lists have the shape of their first element.</summary>
    private static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(
            from field in fields where !OfTheMachine.Contains(field.Key) select KeyValuePair.Create(field.Key, Of(field.Value))),
        JsonArray list => new JsonArray([.. list.Take(1).Select(Of)]),
        JsonValue value => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? "boolean"
            : value.GetValueKind().ToString().ToLowerInvariant(),
        _ => "null",
    };
}
