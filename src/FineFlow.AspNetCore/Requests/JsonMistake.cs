using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Requests;

/// <summary>
/// Finds out what is wrong with JSON that could not be read as a type: which field, and what is expected there. The serializer's own
/// messages name .NET types. Only bodies that are refused are read this second time.
/// </summary>
internal static class JsonMistake
{
    private const int LongestText = 64;

    /// <summary>The first mistake of a body, as the answer to it.</summary>
    /// <param name="json">The body.</param>
    /// <param name="type">What it was to be.</param>
    /// <param name="failure">Why the serializer gave up; null where the body is null.</param>
    public static ProblemException In(ReadOnlySpan<byte> json, Type type, JsonException? failure)
    {
        var expected = ApiJson.Options.GetTypeInfo(type);
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Refusal("", $"is empty; expected {JsonExpectation.Of(expected)}");
        }

        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = ApiJson.Options.MaxDepth });
            return InElement(document.RootElement, expected, "", isNullable: false)
                ?? Refusal(FieldOf(failure), $"is not what is expected{Place(failure)}");
        }
        catch (JsonException syntax)
        {
            var reason = syntax.Message.Split(" LineNumber:")[0].TrimEnd('.');
            return Refusal(FieldOf(failure), $"is no JSON: {reason}{Place(syntax)}; expected {JsonExpectation.Of(expected)}");
        }
        catch (InvalidOperationException)
        {
            return Refusal(FieldOf(failure), "holds text that is not Unicode; UTF-8 is expected");
        }
    }

    private static ProblemException? InElement(JsonElement element, JsonTypeInfo type, string path, bool isNullable) =>
        (element.ValueKind, type.Kind) switch
        {
            (JsonValueKind.Null, _) => isNullable ? null : Wrong(element, type, path),
            (JsonValueKind.Object, JsonTypeInfoKind.Object) => InObject(element, type, path),
            (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) => InArray(element, type, path),
            (_, JsonTypeInfoKind.None) => InValue(element, type, path),
            _ => Wrong(element, type, path),
        };

    private static ProblemException? InObject(JsonElement element, JsonTypeInfo type, string path)
    {
        var fields = JsonExpectation.Fields(type).ToDictionary(field => field.Name);
        var isOpen = type.Properties.Any(property => property.IsExtensionData);
        var given = new HashSet<string>();
        foreach (var name in element.EnumerateObject().Select(property => property.Name))
        {
            if (!isOpen && !fields.ContainsKey(name))
            {
                return Refusal(
                    Join(path, name),
                    $"is not a known field; expected {string.Join(", ", fields.Keys)}{NearestName.Question(Shorten(name), fields.Keys)}");
            }

            if (!given.Add(name))
            {
                return Refusal(Join(path, name), "is given twice");
            }
        }

        return fields.Values.FirstOrDefault(field => IsRequired(field) && !given.Contains(field.Name)) is { } missing
            ? Refusal(Join(path, missing.Name), $"is missing; expected {JsonExpectation.Of(TypeOf(missing))}")
            : element.EnumerateObject()
                .Where(property => fields.ContainsKey(property.Name))
                .Select(property => (property.Value, Field: fields[property.Name]))
                .Select(given => InElement(given.Value, TypeOf(given.Field), Join(path, given.Field.Name), IsNullable(given.Field)))
                .FirstOrDefault(mistake => mistake is not null);
    }

    private static ProblemException? InArray(JsonElement element, JsonTypeInfo type, string path)
    {
        var (entryType, isNullable) = (ApiJson.Options.GetTypeInfo(type.ElementType!), !type.ElementType!.IsValueType);
        return element.EnumerateArray()
            .Select((entry, index) => InElement(entry, entryType, $"{path}[{index}]", isNullable))
            .FirstOrDefault(mistake => mistake is not null);
    }

    private static ProblemException? InValue(JsonElement element, JsonTypeInfo type, string path)
    {
        try
        {
            element.Deserialize(type);
            return null;
        }
        catch (JsonException failure)
        {
            // The converter of nested numbers says by itself what is wrong inside them.
            return type.Type == typeof(NestedNumbers)
                ? Refusal(path, failure.Message.Split(" Path: ")[0].TrimEnd('.'))
                : Wrong(element, type, path);
        }
    }

    private static ProblemException Wrong(JsonElement element, JsonTypeInfo type, string path) =>
        Refusal(path, $"is {Describe(element)}; expected {JsonExpectation.Of(type)}{Hint(element, type)}");

    private static string Hint(JsonElement element, JsonTypeInfo type) =>
        element.ValueKind == JsonValueKind.String && type.Type.IsEnum
            ? NearestName.Question(Shorten(element.GetString()!), JsonExpectation.Labels(type.Type))
            : "";

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text '{Shorten(element.GetString()!)}'",
        _ => Shorten(element.GetRawText()),
    };

    private static bool IsRequired(JsonPropertyInfo field) => field.IsRequired || field.AssociatedParameter is { HasDefaultValue: false };

    private static bool IsNullable(JsonPropertyInfo field) => field.AssociatedParameter?.IsNullable ?? field.IsSetNullable;

    private static JsonTypeInfo TypeOf(JsonPropertyInfo field) => ApiJson.Options.GetTypeInfo(field.PropertyType);

    private static string Join(string path, string name) => path.Length == 0 ? Shorten(name) : $"{path}.{Shorten(name)}";

    private static string Shorten(string text) => text.Length > LongestText ? text[..LongestText] + "…" : text;

    private static string FieldOf(JsonException? failure) => failure?.Path is { Length: > 2 } path ? Shorten(path.TrimStart('$', '.')) : "";

    private static string Place(JsonException? failure) =>
        failure is { LineNumber: { } line, BytePositionInLine: { } place } ? $" (line {line + 1}, byte {place + 1})" : "";

    private static ProblemException Refusal(string field, string problem) => field.Length == 0
        ? new(StatusCodes.Status400BadRequest, $"the body: {problem}")
        : ProblemException.Of(field, problem);
}
