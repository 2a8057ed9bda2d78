using System.Text.Json;
using System.Text.Json.Serialization;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>Manifests as JSON text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(DatasetManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    private const int MaxLength = 1 << 20;

    public static DatasetManifest Parse(string path) => InputFile.Read(path, stream =>
    {
        if (stream.Length > MaxLength)
        {
            throw new BadInputException(path, $"{stream.Length} bytes long; at most {MaxLength} are expected");
        }

        try
        {
            return JsonSerializer.Deserialize(stream, Default.DatasetManifest)
                ?? throw new BadInputException(path, "is null; a JSON object is expected");
        }
        catch (JsonException failure)
        {
            throw new BadInputException(path, Describe(failure), failure);
        }
    });

    public static string Text(DatasetManifest manifest) => JsonSerializer.Serialize(manifest, Default.DatasetManifest) + "\n";

    private static string Describe(JsonException failure)
    {
        var line = failure.LineNumber + 1;
        if (failure.InnerException is JsonException)
        {
            return Invariant($"line {line} is not valid JSON");
        }

        return failure.Path is null or "$"
            ? "is not the JSON object that is expected"
            : Invariant($"{failure.Path.TrimStart('$', '.')} (line {line}) has the wrong type or is not complete");
    }
}
