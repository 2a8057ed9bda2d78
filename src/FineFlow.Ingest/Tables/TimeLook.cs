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

    /// <summary>Number of a file's first values, by which most files can be decided.</summary>
    public const int FirstValues = 10_000;

    /// <summary>Examines the values of one file.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="table">The file's table.</param>
    /// <param name="file">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="forms">The forms to try.</param>
    /// <param name="now">Current time: numbers are times only from 1990 until now.</param>
    /// <param name="most">Largest number of values to examine.</param>
    /// <param name="but">Forms whose values are left out.</param>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static TimeLook At(
        Engine engine, InputTable table, string file, TableColumn column, IReadOnlyList<TimeForm> forms, DateTimeOffset now, long most,
        TimeGroup? but)
    {
        string Values(long atMost) => string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {column.Reference} AS v FROM {table.Scan(engine, [file]).From} WHERE trim({column.AsText}) <> '' "
            + $"{(but is null ? "" : $"AND {but.Microseconds(column)} < 0 ")}LIMIT {atMost}");
        forms = Possible(engine, file, forms, Values(FirstValues), most);
        var times = string.Join(", ", forms.Select((form, index) => $"{form.Microseconds("v")} AS m{index}"));
        var measures = string.Join(", ", Measures(forms, now));
        var found = engine.Rows(file, $"SELECT {measures} FROM (SELECT CAST(v AS VARCHAR) AS text, {times} FROM ({Values(most)}))")[0];
        var fits = forms.Select((form, index) => new TimeFit(form, Count(found[index]), found[forms.Count + index] as string))
            .Where(fit => fit.Count > 0);
        var rest = found.AsSpan(2 * forms.Count);
        return new(Count(rest[0]), rest[1] as string, [.. fits], rest[2] as string, rest[3] as string, Count(rest[4]));
    }

    /// <summary>
    /// Returns the forms without those that no value can have, if the first values are all that will be examined: to plan the query for
    /// all forms takes ten times longer than to read a small file.
    /// </summary>
    private static IReadOnlyList<TimeForm> Possible(
        Engine engine, string file, IReadOnlyList<TimeForm> forms, string firstValues, long most)
    {
        if (forms.All(form => form.Pattern is null))
        {
            return forms;
        }

        var matches = forms.Select(
            form => form.Pattern is { } pattern ? $"COALESCE(bool_or({TimeForm.Matches("text", pattern)}), false)" : "true");
        var found = engine.Rows(
            file, $"SELECT count(*), {string.Join(", ", matches)} FROM (SELECT CAST(v AS VARCHAR) AS text FROM ({firstValues}))")[0];
        var areAll = most <= FirstValues || Count(found[0]) < FirstValues;
        return areAll ? [.. forms.Where((_, index) => found[index + 1] is true)] : forms;
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
