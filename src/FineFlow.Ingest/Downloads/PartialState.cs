using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineFlow.Ingest.Downloads;

/// <summary>What is known of a file of which a part has arrived.</summary>
/// <param name="Source">Where the part comes from.</param>
/// <param name="Validator">
/// What must not have changed there for the rest to fit: a strong ETag or a date of change, as If-Range takes it; null if the server gave
/// neither.
/// </param>
/// <param name="Total">Size of the whole, if the server said it.</param>
internal sealed record PartialState(string Source, string? Validator, long? Total)
{
    public string ToJson() => JsonSerializer.Serialize(this, DownloadJson.Default.PartialState);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is something else, and then the part is of no use.</summary>
    public static PartialState? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DownloadJson.Default.PartialState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The small files beside downloads, as JSON text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PartialState))]
[JsonSerializable(typeof(DownloadRecord))]
internal sealed partial class DownloadJson : JsonSerializerContext;
