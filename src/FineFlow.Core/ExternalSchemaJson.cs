using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineFlow.Core;

/// <summary>
/// Schemas as JSON: TaxiBJ's as seven names, others as objects, as
/// <c>[{"name": "rain", "kind": "number"}, {"name": "zone", "kind": "category", "size": 5}]</c>.
/// </summary>
internal sealed class ExternalSchemaJson : JsonConverter<ExternalSchema>
{
    private static readonly Dictionary<string, ExternalKind> Kinds = new()
    {
        ["number"] = ExternalKind.Number,
        ["flag"] = ExternalKind.Flag,
        ["day_of_week"] = ExternalKind.DayOfWeek,
        ["hour"] = ExternalKind.Hour,
        ["category"] = ExternalKind.Category,
    };

    /// <summary>The kinds as JSON names them.</summary>
    public static IReadOnlyCollection<string> KindNames => Kinds.Keys;

    public override ExternalSchema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var columns = new List<ExternalColumn>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            columns.Add(ReadColumn(ref reader));
        }

        var onlyNames = columns.Count == TaxiBjColumns.Count && columns.All(column => column.Kind == ExternalKind.Unknown);
        return onlyNames ? ExternalSchema.TaxiBj.WithNames([.. columns.Select(column => column.Name)]) : new(columns);
    }

    public override void Write(Utf8JsonWriter writer, ExternalSchema value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var column in value.Columns)
        {
            if (value.IsTaxiBj)
            {
                writer.WriteStringValue(column.Name);
            }
            else
            {
                WriteColumn(writer, column);
            }
        }

        writer.WriteEndArray();
    }

    private static ExternalColumn ReadColumn(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString()!, ExternalKind.Unknown);
        }

        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException();
        }

        return new(
            Text(document.RootElement, "name"),
            Kinds.GetValueOrDefault(Text(document.RootElement, "kind")),
            document.RootElement.TryGetProperty("size", out var size) && size.ValueKind != JsonValueKind.Null ? Whole(size) : null);
    }

    private static void WriteColumn(Utf8JsonWriter writer, ExternalColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("kind", Kinds.First(kind => kind.Value == column.Kind).Key);
        if (column.Size is { } size)
        {
            writer.WriteNumber("size", size);
        }

        writer.WriteEndObject();
    }

    private static string Text(JsonElement column, string property) =>
        !column.TryGetProperty(property, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw new JsonException();

    private static int Whole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw new JsonException();
}
