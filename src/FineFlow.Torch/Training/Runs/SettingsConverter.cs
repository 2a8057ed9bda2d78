using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Training.Runs;

/// <summary>An options record of some type as named settings (<see cref="SettingsBinder"/>).</summary>
/// <param name="bind">Makes the record of its settings.</param>
internal sealed class SettingsConverter<T>(Func<JsonObject, T> bind) : JsonConverter<T>
    where T : class
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        bind(JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        SettingsBinder.ToJson(value).WriteTo(writer, options);
}
