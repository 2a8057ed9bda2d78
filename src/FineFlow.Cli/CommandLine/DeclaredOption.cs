using System.CommandLine;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Cli.CommandLine;

/// <summary>An option that a property of an options record declares (<see cref="OptionAttribute"/>), and how its value is read.</summary>
internal sealed class DeclaredOption
{
    private readonly Func<ParseResult, object?> _value;

    private DeclaredOption(OptionInfo info, Option option, Func<ParseResult, object?> value) =>
        (Info, Option, _value) = (info, option, value);

    /// <summary>The declaration.</summary>
    public OptionInfo Info { get; }

    /// <summary>The option.</summary>
    public Option Option { get; }

    /// <summary>All options that a type declares, in the order of its declaration.</summary>
    public static IReadOnlyList<DeclaredOption> AllOf(Type type) => [.. OptionInfo.Of(type).Select(info => Create(info, info.Default))];

    /// <summary>The option of one property, for a command that takes no others of its type.</summary>
    /// <param name="type">The type that declares it.</param>
    /// <param name="property">The property.</param>
    /// <param name="otherwise">The command's default in the help's words; null: the declaration's.</param>
    public static Option<T> Of<T>(Type type, string property, string? otherwise = null)
    {
        var info = OptionInfo.Of(type).Single(info => info.Property == property);
        return (Option<T>)Create(info, otherwise ?? info.Default).Option;
    }

    /// <summary>A copy of a record with the values that were given.</summary>
    /// <exception cref="BadInputException">A word is none of those that an option takes.</exception>
    public static T Apply<T>(IEnumerable<DeclaredOption> options, ParseResult parsed, T record)
        where T : class => options.Aggregate(
            record, (changed, option) => option._value(parsed) is { } value ? option.Info.With(changed, value) : changed);

    private static DeclaredOption Create(OptionInfo info, string otherwise)
    {
        var (name, value, text) = (info.Name, info.ValueName, $"{info.Description} (default: {otherwise})");
        if (info.ValueType == typeof(int))
        {
            return Create(info, NumberOption.Whole(name, value, text));
        }

        if (info.ValueType == typeof(long))
        {
            return Create(info, NumberOption.Long(name, value, text));
        }

        if (info.ValueType == typeof(double))
        {
            return Create(info, NumberOption.Decimal(name, value, text));
        }

        if (info.ValueType == typeof(bool))
        {
            var flag = new Option<bool>(name) { Description = info.Description };
            return new(info, flag, parsed => parsed.GetValue(flag) ? true : null);
        }

        if (info.ValueType == typeof(IReadOnlyList<string>))
        {
            var list = new Option<string[]>(name)
            {
                Description = $"{info.Description}; may be repeated (default: {otherwise})",
                HelpName = value,
            };
            return new(info, list, parsed => parsed.GetValue(list) is { Length: > 0 } given ? given : null);
        }

        var word = new Option<string?>(name) { Description = text, HelpName = value };
        if (info.ValueType.IsEnum)
        {
            word.CompletionSources.Add([.. OptionInfo.NamesOf(info.ValueType)]);
        }

        return new(info, word, parsed => parsed.GetValue(word) is { } given ? Parse(info, given) : null);
    }

    private static DeclaredOption Create<T>(OptionInfo info, Option<T> number) => new(info, number, parsed => parsed.GetValue(number));

    private static object Parse(OptionInfo info, string text)
    {
        if (!info.ValueType.IsEnum)
        {
            return text;
        }

        var names = OptionInfo.NamesOf(info.ValueType);
        var index = names.ToList().FindIndex(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? Enum.GetValues(info.ValueType).GetValue(index)!
            : throw new BadInputException(
                $"option {info.Name}", $"'{text}'; expected {string.Join(", ", names)}{NearestName.Question(text, names)}");
    }
}
