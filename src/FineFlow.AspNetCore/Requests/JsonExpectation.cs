using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FineFlow.AspNetCore.Json;

namespace FineFlow.AspNetCore.Requests;

/// <summary>What a place in a JSON body is expected to hold, in words.</summary>
internal static class JsonExpectation
{
    public static string Of(JsonTypeInfo type) => (type.Kind, Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        (JsonTypeInfoKind.Object, _) => $"an object with {string.Join(", ", Fields(type).Select(field => field.Name))}",
        (_, var list) when list == typeof(float[]) => "an array of numbers",
        (_, var list) when list == typeof(int[]) => "an array of whole numbers",
        (JsonTypeInfoKind.Enumerable, _) => $"an array, each entry {Of(ApiJson.Options.GetTypeInfo(type.ElementType!))}",
        (_, var value) when value == typeof(NestedNumbers) => "an array of numbers, as [[12, 7], [0, 31]]",
        (_, var value) when value == typeof(DateTime) => "a time on the local clock, as 2026-03-02T08:00:00",
        (_, var value) when value == typeof(string) => "a text",
        (_, var value) when value == typeof(bool) => "true or false",
        (_, var value) when value == typeof(int) => "a whole number",
        (_, { IsEnum: true } value) => string.Join(" or ", Labels(value)),
        _ => "a number",
    };

    /// <summary>The fields of an object that have a name of their own.</summary>
    public static IEnumerable<JsonPropertyInfo> Fields(JsonTypeInfo type) => type.Properties.Where(property => !property.IsExtensionData);

    /// <summary>The values of an enumeration as they stand in JSON.</summary>
    public static IEnumerable<string> Labels(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
