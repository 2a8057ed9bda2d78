using System.Globalization;
using System.Text.RegularExpressions;
using FineFlow.Core;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>One of the four periods of TaxiBJ, which the literature calls P1 .. P4 or Task 1 .. 4 (PLGF, Table 3).</summary>
/// <param name="Number">1 .. 4.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Samples">Half-hour slots in all three splits.</param>
/// <param name="GitBlob">Git blob (SHA-1) of the published archive in the commit of <see cref="TaxiBjSource"/>.</param>
internal sealed partial record TaxiBjTask(int Number, DateOnly First, DateOnly Last, int Samples, string GitBlob)
{
    /// <summary>Rows and columns of a coarse map.</summary>
    public const int CoarseSize = 32;

    /// <summary>Rows and columns of a fine map.</summary>
    public const int FineSize = 128;

    /// <summary>All four tasks in time order.</summary>
    public static IReadOnlyList<TaxiBjTask> All { get; } =
    [
        new(1, new(2013, 7, 1), new(2013, 10, 31), 3060, "77eed4fbb35285c33854eac139eeeaa8fed04595"),
        new(2, new(2014, 2, 1), new(2014, 6, 30), 3559, "adc68a4376da5c991eaa1d1435b1d9dac4c26161"),
        new(3, new(2015, 3, 1), new(2015, 6, 30), 3792, "32a22c7846408de8ca461318fa799051b7f38424"),
        new(4, new(2015, 11, 1), new(2016, 3, 31), 4244, "d9285c8d12acf1276b4ed7b506f1c76479062a48"),
    ];

    /// <summary>Its name, P1 to P4.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"P{Number}");

    /// <summary>Parses the name of tasks like "2" or "1..4".</summary>
    /// <param name="text">A number or a range of numbers, 1 .. 4.</param>
    /// <param name="source">Where the text comes from, for the message.</param>
    /// <exception cref="BadInputException">The text is neither.</exception>
    public static IReadOnlyList<TaxiBjTask> ParseRange(string text, string source)
    {
        var range = Range().Match(text);
        var first = range.Success ? range.Groups["first"].ValueSpan[0] - '0' : 0;
        var last = range.Groups["last"].Success ? range.Groups["last"].ValueSpan[0] - '0' : first;
        return range.Success && first <= last
            ? [.. All.Where(task => task.Number >= first && task.Number <= last)]
            : throw new BadInputException(source, $"'{text}'; a number 1 .. 4 or a range as 1..4 is expected");
    }

    /// <summary>Returns the task in the name of a file or folder ("P1", "TaxiBJ_p1 (2).zip"); null without one.</summary>
    internal static TaxiBjTask? InName(string name)
    {
        var match = Mention().Match(name);
        return match.Success ? All[match.Groups[1].ValueSpan[0] - '1'] : null;
    }

    [GeneratedRegex(@"^(?<first>[1-4])(\.\.(?<last>[1-4]))?\z")]
    private static partial Regex Range();

    [GeneratedRegex("(?<![A-Za-z0-9])[Pp]([1-4])(?![A-Za-z0-9])")]
    private static partial Regex Mention();
}
