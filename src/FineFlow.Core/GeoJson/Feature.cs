using System.Text.Json;

namespace FineFlow.Core.GeoJson;

/// <summary>A feature of a GeoJSON file.</summary>
internal sealed class Feature
{
    private readonly string _file;

    private Feature(string file, int number, JsonElement json)
    {
        (_file, Number) = (file, number);
        if (json.ValueKind != JsonValueKind.Object || Member(json, "type") is not { } type || String(type) != "Feature"
            || Member(json, "geometry") is not { } geometry)
        {
            throw Bad("is no GeoJSON: an object of the type Feature with a geometry is expected");
        }

        Properties = Member(json, "properties") is { } properties ? Members(properties) : [];
        Geometry = geometry;
        if (geometry.ValueKind != JsonValueKind.Null)
        {
            Type = Member(geometry, "type") is { } kind && String(kind) is { } text ? text : throw Bad("has a geometry without a type");
            Coordinates = Member(geometry, "coordinates") ?? default;
        }
    }

    /// <summary>Its number among the features, from 1.</summary>
    public int Number { get; }

    /// <summary>Its geometry, which may be null.</summary>
    public JsonElement Geometry { get; }

    /// <summary>The type of its geometry; null without one.</summary>
    public string? Type { get; }

    /// <summary>Its coordinates; undefined without any.</summary>
    public JsonElement Coordinates { get; }

    /// <summary>Its properties.</summary>
    public KeyValuePair<string, JsonElement>[] Properties { get; }

    /// <summary>Whether it has a point for each of several times.</summary>
    public bool IsLine => Type is "LineString" or "MultiLineString";

    /// <summary>Reads a feature.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Feature Of(string file, int number, JsonElement json) => new(file, number, json);

    /// <summary>Returns the names and values of an object; none of other values.</summary>
    /// <exception cref="BadInputException">A name is no Unicode.</exception>
    public KeyValuePair<string, JsonElement>[] Members(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? Guard(() => json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)).ToArray())
        : [];

    /// <summary>Returns the elements of an array.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public JsonElement[] Array(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : throw Bad("has no list where places or times are expected");

    /// <summary>Returns a text; null for other values.</summary>
    /// <exception cref="BadInputException">It is no Unicode.</exception>
    public string? String(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Guard(json.GetString) : null;

    /// <summary>Returns a problem of this feature.</summary>
    public BadInputException Bad(string problem) => new(_file, $"feature {Number}: {problem}");

    private T Guard<T>(Func<T> read) => JsonFailures.Guard(_file, read, Invariant($"feature {Number}: "));

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;
}
