using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace FineFlow.Core.Settings;

/// <summary>A property that is an option of the command line (<see cref="OptionAttribute"/>).</summary>
internal sealed class OptionInfo
{
    private readonly PropertyInfo _property;
    private readonly OptionAttribute _attribute;

    private OptionInfo(PropertyInfo property, OptionAttribute attribute) => (_property, _attribute) = (property, attribute);

    /// <summary>The property's name in C#.</summary>
    public string Property => _property.Name;

    /// <summary>The setting's name in JSON documents and messages (snake_case).</summary>
    public string Setting => SettingsBinder.NameOf(Property);

    /// <summary>The option, such as <c>--micro-batch</c>.</summary>
    public string Name => $"--{_attribute.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(Property)}";

    /// <summary>Name of the value in the help.</summary>
    public string ValueName => _attribute.ValueName;

    /// <summary>Name of the setting in reports.</summary>
    public string Title => _attribute.Title ?? Setting.Replace('_', ' ');

    /// <summary>Description of the setting.</summary>
    public string Description => _property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";

    /// <summary>The default in the help's words.</summary>
    public string Default => _attribute.Default;

    /// <summary>Whether a run that goes on may change it.</summary>
    public ResumeRule OnResume => _attribute.OnResume;

    /// <summary>The type of a value that is given.</summary>
    public Type ValueType => Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;

    /// <summary>Returns the options that a type itself declares, in the order of its declaration.</summary>
    public static IReadOnlyList<OptionInfo> Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
               let attribute = property.GetCustomAttribute<OptionAttribute>()
               where attribute is not null
               orderby property.MetadataToken
               select new OptionInfo(property, attribute),
        ];
    }

    /// <summary>Returns a record's value as the option's text; null where it has none.</summary>
    public string? TextOf(object record)
    {
        var text = _property.GetValue(record) switch
        {
            Enum value => NameOf(value),
            bool isOn => isOn ? "on" : "off",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            IReadOnlyList<string> list => string.Join(", ", list),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Returns the names of an enum's values in options.</summary>
    public static IReadOnlyList<string> NamesOf(Type type) =>
        [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => NameOf((Enum)Enum.ToObject(type, value)))];

    /// <summary>Returns a copy of a record with another value.</summary>
    public T With<T>(T record, object? value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);

        // What the compiler makes of a record's "with".
        var copy = (T)record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        _property.SetValue(copy, value);
        return copy;
    }

    private static string NameOf(Enum value) => JsonSerializer.SerializeToElement(value, value.GetType(), SettingsBinder.Json).GetString()!;
}
