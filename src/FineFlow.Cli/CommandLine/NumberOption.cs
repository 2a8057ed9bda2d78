using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using FineFlow.Core;

namespace FineFlow.Cli.CommandLine;

/// <summary>
/// Options that take a number. The parser's own conversion reads "1,5" as 15 and explains failures in terms of .NET types.
/// </summary>
internal static class NumberOption
{
    /// <summary>A whole number.</summary>
    public static Option<int?> Whole(string name, string helpName, string description) =>
        Create<int>(name, helpName, description, NumberStyles.AllowLeadingSign, "a whole number");

    /// <summary>A whole number of 64 bits.</summary>
    public static Option<long?> Long(string name, string helpName, string description) =>
        Create<long>(name, helpName, description, NumberStyles.AllowLeadingSign, "a whole number");

    /// <summary>A finite number, with a point before decimals.</summary>
    public static Option<double?> Decimal(string name, string helpName, string description) =>
        Create<double>(name, helpName, description, NumberStyles.Float, "a number such as 0.001");

    /// <summary>Returns the value of an option that is at least 1.</summary>
    /// <exception cref="BadInputException">It is out of range.</exception>
    public static int InRange(Option<int?> option, int value, int most) => value >= 1 && value <= most
        ? value
        : throw new BadInputException($"option {option.Name}", Invariant($"is {value}; 1 to {most} is expected"));

    private static Option<T?> Create<T>(string name, string helpName, string description, NumberStyles styles, string expected)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result => Parse<T>(name, result, styles, expected),
        };

    private static T? Parse<T>(string name, ArgumentResult result, NumberStyles styles, string expected)
        where T : struct, INumber<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value))
        {
            return value;
        }

        result.AddError($"option {name}: is '{text}'; expected {expected}");
        return null;
    }
}
