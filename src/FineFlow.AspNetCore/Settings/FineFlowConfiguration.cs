using System.Globalization;
using System.Reflection;
using FineFlow.Core;
using Microsoft.Extensions.Configuration;

namespace FineFlow.AspNetCore.Settings;

/// <summary>
/// Options from a configuration section, a key a property. Unknown keys and values that cannot be read are refused by name, where the
/// framework's own binder would pass over the ones and throw traces for the others.
/// </summary>
internal static class FineFlowConfiguration
{
    /// <summary>Sets the properties that a section names.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options; what the section does not name stays as it is.</param>
    /// <exception cref="BadInputException">A key is unknown, or its value is not of the property's type.</exception>
    public static void Bind(IConfigurationSection section, FineFlowOptions options)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new BadInputException(section.Path, $"is '{section.Value}'; settings by name are expected");
        }

        var known = options.GetType().GetProperties().Where(property => property.CanWrite).ToList();
        foreach (var entry in section.GetChildren())
        {
            var property = known.Find(property => property.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var names = known.Select(property => property.Name).ToList();
                throw new BadInputException(
                    entry.Path, $"is unknown; known are {string.Join(", ", names)}{NearestName.Question(entry.Key, names)}");
            }

            property.SetValue(options, Read(entry, property));
        }
    }

    private static object Read(IConfigurationSection entry, PropertyInfo property)
    {
        if (property.PropertyType == typeof(IReadOnlyList<string>))
        {
            return Texts(entry);
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return entry.Value is { } text && Parse(text, type) is { } value
            ? value
            : throw new BadInputException(entry.Path, $"is {Shown(entry)}; {Expectation(type)} is expected");
    }

    /// <summary>A list, or the one text that stands where a list is expected.</summary>
    private static IReadOnlyList<string> Texts(IConfigurationSection entry) => entry.Value is { Length: > 0 } one
        ? [one]
        : [.. entry.GetChildren().Select(item =>
            item.Value ?? throw new BadInputException(item.Path, $"is {Shown(item)}; a text is expected"))];

    private static object? Parse(string text, Type type)
    {
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null,
            _ when type == typeof(bool) => bool.TryParse(text, out var isOn) ? isOn : null,
            _ => TimeSpan.TryParse(text, culture, out var span) ? span : null,
        };
    }

    private static string Expectation(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "a number"
        : type == typeof(TimeSpan) ? "a time as 00:01:30"
        : "a whole number";

    private static string Shown(IConfigurationSection entry) =>
        entry.GetChildren().Any() ? "a group" : entry.Value is { } text ? $"'{text}'" : "null";
}
