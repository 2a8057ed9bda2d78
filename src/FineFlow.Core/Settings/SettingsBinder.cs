using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FineFlow.Core.Settings;

/// <summary>One setting of an options record.</summary>
/// <param name="Name">Its name in <c>--set</c>, in run.json and in published configurations (snake_case).</param>
/// <param name="Default">Its default as JSON.</param>
/// <param name="Description">Description of the setting.</param>
internal sealed record SettingInfo(string Name, JsonNode? Default, string Description);

/// <summary>Options records from and to named settings; everything unknown or out of range is refused by name.</summary>
internal static class SettingsBinder
{
    /// <summary>Style of options in JSON: snake_case names, without unknown ones.</summary>
    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Style of values in messages, including those that JSON does not have.</summary>
    private static readonly JsonSerializerOptions Shown = new(Json)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the name under which a property is set.</summary>
    public static string NameOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>Formats a value for messages.</summary>
    public static string Show(object? value) => JsonSerializer.Serialize(value, Shown);

    /// <summary>Returns all settings of an options record with their defaults.</summary>
    public static IReadOnlyList<SettingInfo> Describe(object defaults)
    {
        var json = ToJson(defaults);
        return [.. Properties(defaults.GetType()).Select(property =>
        {
            var name = NameOf(property.Name);
            var text = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
            return new SettingInfo(name, json[name]?.DeepClone(), text);
        })];
    }

    /// <summary>Returns an options record as JSON, in the order of its declaration.</summary>
    public static JsonObject ToJson(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var json = (JsonObject)JsonSerializer.SerializeToNode(options, options.GetType(), Json)!;
        return new JsonObject(Properties(options.GetType()).Select(property =>
        {
            var name = NameOf(property.Name);
            return KeyValuePair.Create(name, json[name]?.DeepClone());
        }));
    }

    /// <summary>Parses text as a JSON value: a number, true or false, a list, or else a string.</summary>
    public static JsonNode? ParseValue(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>Returns a record of the type of <paramref name="defaults"/> with some settings changed, validated.</summary>
    /// <param name="defaults">The values of the settings that are not named.</param>
    /// <param name="settings">Settings by name.</param>
    /// <param name="owner">Whose settings they are, for the message.</param>
    /// <exception cref="BadInputException">A setting is unknown, of the wrong type, or out of range.</exception>
    public static T Bind<T>(T defaults, IEnumerable<KeyValuePair<string, JsonNode?>> settings, string owner)
        where T : class
    {
        var json = ToJson(defaults);
        foreach (var (name, value) in settings)
        {
            if (!json.ContainsKey(name))
            {
                var known = json.Select(p => p.Key);
                throw new BadInputException(
                    $"setting '{name}'", $"is unknown to {owner}; known are {string.Join(", ", known)}{NearestName.Question(name, known)}");
            }

            json[name] = value?.DeepClone();
        }

        var options = Deserialize(defaults, json);
        Validate(options);
        return options;
    }

    /// <summary>Checks the ranges that the record's attributes state.</summary>
    /// <exception cref="BadInputException">Names the setting, its value and the range.</exception>
    public static void Validate(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var alone = Properties(options.GetType()).SelectMany(property => Failures(options, property));
        var together = (options as IValidatableObject)?.Validate(new ValidationContext(options)) ?? [];
        if (alone.Concat(together).FirstOrDefault() is { } failure)
        {
            var property = failure.MemberNames.First();
            var expectation = failure.ErrorMessage!.Replace(Invariant($"The field {property} "), "", StringComparison.Ordinal).TrimEnd('.');
            var value = options.GetType().GetProperty(property)!.GetValue(options);
            throw new BadInputException($"setting '{NameOf(property)}'", $"is {Show(value)}; it {expectation}") { Setting = property };
        }
    }

    private static IEnumerable<ValidationResult> Failures(object options, PropertyInfo property)
    {
        var context = new ValidationContext(options) { MemberName = property.Name };
        return property.GetCustomAttributes<ValidationAttribute>()
            .Select(rule => ForType(rule, property.PropertyType).GetValidationResult(property.GetValue(options), context))
            .OfType<ValidationResult>();
    }

    /// <summary>
    /// Returns the rule for values of a type. <c>[Range(0, 1)]</c> converts a value to <see cref="int"/> first, so that it admits 1.4 and
    /// throws on 1e300. On a setting of type <see cref="double"/> it is read as <c>[Range(0.0, 1.0)]</c>.
    /// </summary>
    private static ValidationAttribute ForType(ValidationAttribute rule, Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) == typeof(double) && rule is RangeAttribute { Minimum: int least, Maximum: int most }
            ? new RangeAttribute((double)least, most)
            : rule;

    private static T Deserialize<T>(T defaults, JsonObject json)
        where T : class
    {
        try
        {
            return (T)json.Deserialize(defaults.GetType(), Json)!;
        }
        catch (JsonException failure)
        {
            var name = failure.Path?.TrimStart('$', '.').Split('[')[0] ?? "";
            var expected = ToJson(defaults)[name]?.ToJsonString();
            throw new BadInputException(
                $"setting '{name}'", $"cannot be {json[name]?.ToJsonString() ?? "null"}; expected a value like {expected}", failure);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite)
            .OrderBy(p => Depth(p.DeclaringType!))
            .ThenBy(p => p.MetadataToken);

    private static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);
}
