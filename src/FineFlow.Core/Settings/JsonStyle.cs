using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using FineFlow.Core.Storage;

namespace FineFlow.Core.Settings;

/// <summary>Style of FineFlow's JSON documents: snake_case, indented, enums by name.</summary>
internal static class JsonStyle
{
    /// <summary>For run.json, card.json and reports.</summary>
    public static JsonSerializerOptions Document { get; } = Create(indented: true);

    /// <summary>For one line of a .jsonl file.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>Reads a document that FineFlow wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null: as <see cref="Document"/>.</param>
    /// <exception cref="BadInputException">The file is missing or is not such a document.</exception>
    public static T Read<T>(string path, JsonSerializerOptions? options = null)
        where T : class
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (!Utf8.IsValid(bytes))
            {
                throw new BadInputException(path, "is not UTF-8"); // a name or text that is not fails where it is used, which may be late
            }

            // The serializer itself does not look for repeated names inside a JsonObject; using one would fail later.
            using var _ = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return JsonSerializer.Deserialize<T>(bytes, options ?? Document)
                ?? throw new BadInputException(path, "is null; expected a JSON object");
        }
        catch (JsonException failure)
        {
            throw new BadInputException(path, $"line {failure.LineNumber + 1}, {failure.Path}: not what FineFlow writes there", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a .jsonl file that FineFlow wrote.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a line is not such a document.</exception>
    public static IReadOnlyList<T> ReadLines<T>(string path)
        where T : class
    {
        try
        {
            return [.. File.ReadLines(path).Select((text, line) => ReadLine<T>(path, text, line + 1))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Writes a document, atomically.</summary>
    public static void Write<T>(string path, T document) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(document, Document) + "\n");

    private static T ReadLine<T>(string path, string text, int line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Line)
                ?? throw new BadInputException(path, $"line {line} is null; expected a JSON object");
        }
        catch (JsonException failure)
        {
            throw new BadInputException(path, $"line {line}, {failure.Path}: not what FineFlow writes there", failure);
        }
    }

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
