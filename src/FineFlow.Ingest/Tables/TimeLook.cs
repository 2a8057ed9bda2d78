using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>Forms that a column's values fit.</summary>
/// <param name="Values">Number of values that are not empty.</param>
/// <param name="Unread">A value that fits no form.</param>
/// <param name="Fits">The forms that fit any value.</param>
/// <param name="OnlyMonthFirst">A value that can be month/day/year but not day/month/year.</param>
/// <param name="OnlyDayFirst">A value that can be day/month/year but not month/day/year.</param>
/// <param name="OffMidnight">Number of times that are not at midnight.</param>
internal sealed record TimeLook(
    long Values, string? Unread, IReadOnlyList<TimeFit> Fits, string? OnlyMonthFirst, string? OnlyDayFirst, long OffMidnight)
{
    private const long Day = 86_400_000_000;

    /// <summary>Examines the values of one file.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="scan">The file's rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="forms">The forms to try.</param>
    /// <param name="now">Current time: numbers are times only from 1990 until now.</param>
    /// <param name="most">Largest number of values to examine.</param>
    /// <param name="but">Forms whose values are left out.</param>
    /// <param name="source">Source to name in messages.</param>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static TimeLook At(
        Engine engine, TableScan scan, TableColumn column, IReadOnlyList<TimeForm> forms, DateTimeOffset now, long most, TimeGroup? but,
        string source)
    {
        var others = but is null ? "" : $" AND {but.Microseconds(column)} < 0";
        var limit = most.ToString(CultureInfo.InvariantCulture);
        var values = $"SELECT {column.Reference} AS v FROM {scan.From} WHERE trim({column.AsText}) <> ''{others} LIMIT {limit}";
        var times = string.Join(", ", forms.Select((form, index) => $"{form.Microseconds("v")} AS m{index}"));
        var measures = string.Join(", ", Measures(forms, now));
        var found = engine.Rows(source, $"SELECT {measures} FROM (SELECT CAST(v AS VARCHAR) AS text, {times} FROM ({values}))")[0];
        var fits = forms.Select((form, index) => new TimeFit(form, Count(found[index]), found[forms.Count + index] as string))
            .Where(fit => fit.Count > 0);
        var rest = found.AsSpan(2 * forms.Count);
        return new(Count(rest[0]), rest[1] as string, [.. fits], rest[2] as string, rest[3] as string, Count(rest[4]));
    }

    private static IEnumerable<string> Measures(IReadOnlyList<TimeForm> forms, DateTimeOffset now)
    {
        string[] fits = [.. forms.Select((form, index) => IsFit(form, $"m{index}", now))];
        var offMidnight = string.Join(
            " OR ", forms.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"COALESCE(m{index} % {Day}, 0) <> 0")));
        string Any(IEnumerable<TimeForm> some) => string.Join(
            " OR ", fits.Where((_, index) => some.Contains(forms[index])).DefaultIfEmpty("false"));
        return
        [
            .. fits.Select(fit => $"count(*) FILTER (WHERE {fit})"),
            .. fits.Select(fit => $"any_value(text) FILTER (WHERE {fit})"),
            "count(*)",
            $"any_value(text) FILTER (WHERE NOT ({Any(forms)}))",
            $"any_value(text) FILTER (WHERE ({Any(TimeForms.MonthFirst)}) AND NOT ({Any(TimeForms.DayFirst)}))",
            $"any_value(text) FILTER (WHERE ({Any(TimeForms.DayFirst)}) AND NOT ({Any(TimeForms.MonthFirst)}))",
            $"count(*) FILTER (WHERE {offMidnight})",
        ];
    }

    private static string IsFit(TimeForm form, string microseconds, DateTimeOffset now)
    {
        var isNumber = TimeForms.Epochs.Contains(form) || TimeForms.Compact.Contains(form);
        var (from, until) = (TimeForms.EarliestSecond * 1_000_000, now.ToUnixTimeSeconds() * 1_000_000 + Day);
        return isNumber
            ? string.Create(CultureInfo.InvariantCulture, $"COALESCE({microseconds}, -1) BETWEEN {from} AND {until}")
            : $"COALESCE({microseconds}, -1) >= 0";
    }

    private static long Count(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}

/// <summary>A form, and the values that fit it.</summary>
/// <param name="Form">The form.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Example">One of the values.</param>
internal sealed record TimeFit(TimeForm Form, long Count, string? Example);
