using System.Xml;
using FineFlow.Core;

namespace FineFlow.Plots.Charts;

/// <summary>What every chart asks of its data.</summary>
/// <param name="Source">How messages call the chart.</param>
internal sealed record ChartCheck(string Source)
{
    private const int LongestText = 300;

    /// <exception cref="BadInputException">Always.</exception>
    public void Refuse(string problem) => throw new BadInputException(Source, problem);

    /// <summary>A text that may be empty.</summary>
    public void Line(string what, string text)
    {
        if (text.Length > LongestText)
            Refuse($"{what} has {text.Length} characters; expected at most {LongestText}");
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
                at++;
            else if (char.IsControl(text[at]) || !XmlConvert.IsXmlChar(text[at]))
                Refuse($"{what} '{text}': character {at + 1} is not text");
        }
    }

    /// <summary>A text that must say something.</summary>
    public void Name(string what, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            Refuse($"{what} is empty; expected a name");
        Line(what, text);
    }

    /// <summary>An axis's name and unit.</summary>
    public void Axis(ChartAxis axis)
    {
        Name("an axis", axis.Name);
        Line("a unit", axis.Unit);
    }

    /// <summary>Names that tell things apart.</summary>
    public void Names(string what, IReadOnlyList<string> names, int most)
    {
        Count(what, names.Count, most);
        foreach (var name in names)
            Name(what, name);
        if (names.Distinct().Count() < names.Count)
            Refuse($"{what}: '{names.GroupBy(name => name).First(same => same.Count() > 1).Key}' is there twice");
    }

    /// <summary>At least one thing and at most so many.</summary>
    public void Count(string what, int count, int most)
    {
        if (count < 1 || count > most)
            Refuse($"{what}: {count}; expected 1 .. {most}");
    }

    /// <summary>A measured value.</summary>
    public void Value(string where, ChartValue value)
    {
        NotNegative(where, value.Value);
        NotNegative($"{where}, deviation", value.Deviation);
        NotNegative($"{where}, value and deviation", value.Top);
    }

    /// <summary>A finite number that is not below 0.</summary>
    public void NotNegative(string where, double value)
    {
        if (!double.IsFinite(value) || value < 0)
            Refuse(FormattableString.Invariant($"{where}: {value}; expected a finite number not below 0"));
    }

    /// <summary>A finite number above 0.</summary>
    public void Positive(string where, double value)
    {
        if (!double.IsFinite(value) || value <= 0)
            Refuse(FormattableString.Invariant($"{where}: {value}; expected a finite number above 0"));
    }
}
