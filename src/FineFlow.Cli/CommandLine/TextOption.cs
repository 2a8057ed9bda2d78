using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Engine.Predictions;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.CommandLine;

/// <summary>Options whose text is more than a word.</summary>
internal static class TextOption
{
    /// <summary>One of an enum's names.</summary>
    public static T Choice<T>(string option, string text)
        where T : struct, Enum
    {
        var names = Array.ConvertAll(Enum.GetNames<T>(), name => name.ToLowerInvariant());
        var index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? Enum.GetValues<T>()[index]
            : throw new BadInputException(option, $"'{text}'; expected {string.Join(", ", names)}{NearestName.Question(text, names)}");
    }

    /// <summary>A whole number in a list of such.</summary>
    public static int Count(string option, string text) => Numbers(text, ',') is [var number]
        ? number
        : throw new BadInputException(option, $"'{text}'; expected whole numbers, divided by commas");

    /// <summary>Levels of quantiles.</summary>
    public static double[] Levels(string option, string text) => AnswerOptions.ParseLevels(text)
        ?? throw new BadInputException(option, $"'{text}'; expected numbers between 0 and 1, divided by commas, as 0.05,0.95");

    /// <summary>Rows x columns.</summary>
    public static (int Rows, int Columns) Size(string option, string text) => Numbers(text, 'x') is [var rows, var columns]
        ? (rows, columns)
        : throw new BadInputException(option, $"'{text}'; expected rows and columns, as 128x128");

    /// <summary>Hours.</summary>
    public static (int From, int Until) Span(string option, string text) => Numbers(text, '-') is [var from, var until]
        ? (from, until)
        : throw new BadInputException(option, $"'{text}'; expected two hours, as 7-22");

    /// <summary>Shares of the splits.</summary>
    public static SplitRule Shares(string option, string text) => Numbers(text, ':') is [var train, var valid, var test]
        ? new() { Train = train, Valid = valid, Test = test }
        : throw new BadInputException(option, $"'{text}'; expected three shares, as 7:1:2");

    /// <summary>A day; null where none is given.</summary>
    public static DateOnly? Day(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new BadInputException(option, $"'{text}'; expected a day, as 2026-03-31");
    }

    /// <summary>Edges of a grid.</summary>
    public static BoundingBox Box(string option, string text)
    {
        var edges = text.Split(',').Select(edge =>
            double.TryParse(edge, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : double.NaN).ToArray();
        return edges.Length == 4 && edges.All(double.IsFinite)
            ? new() { West = edges[0], South = edges[1], East = edges[2], North = edges[3] }
            : throw new BadInputException(option, $"'{text}'; expected west,south,east,north in degrees, as -74.05,40.68,-73.85,40.85");
    }

    private static int[] Numbers(string text, char divider)
    {
        var parts = text.Split(divider);
        var numbers = Array.ConvertAll(
            parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        return numbers.Contains(-1) ? [] : numbers;
    }
}
