namespace FineFlow.Ingest.Tables;

/// <summary>Decides from a column's values how its times are read, or what to ask.</summary>
/// <param name="column">The column.</param>
/// <param name="reading">What is known beforehand.</param>
/// <param name="formats">Returns the formats, of some, that read a value.</param>
/// <param name="timeOfDay">Returns the name of a column that seems to hold the time of day; null without one.</param>
internal sealed class TimeJudge(
    TableColumn column, TimeReading reading, Func<string, IEnumerable<string>, IReadOnlyList<string>> formats, Func<string?> timeOfDay)
{
    // Number of times which, if all are at midnight, are taken for days without a time of day.
    private const int ManyMidnights = 24;

    /// <summary>Returns the forms that read the values, or the question that remains.</summary>
    public (IReadOnlyList<TimeForm> Forms, TimeQuestion? Question) Decide(TimeLook look)
    {
        if (look.Values == 0)
        {
            return ([], null);
        }

        if (look.Fits.Count == 0)
        {
            var named = string.Join(" or ", reading.Formats.Select(format => $"'{format}'"));
            var form = named.Length > 0 ? $"the form {named}" : "a known form";
            return ([], Format(() => $"column '{column.Name}' has no times in {form} ('{look.Unread}'); name their format"));
        }

        TimeFit[] fits = [.. look.Fits];
        if (reading.Formats.Count == 0)
        {
            if (Ambiguous(look, fits) is { } question)
            {
                return ([], question);
            }

            TimeForm[] others = [.. TimeForms.Compact, .. look.OnlyMonthFirst is null ? TimeForms.MonthFirst : TimeForms.DayFirst];
            fits = [.. fits.Where(fit => !others.Contains(fit.Form))];
        }

        return ([.. fits.Select(fit => fit.Form)], Contradiction(fits) ?? WithoutTimeOfDay(look, fits));
    }

    private TimeQuestion? Ambiguous(TimeLook look, TimeFit[] fits)
    {
        var (shortYears, compact, epochs) = (Of(fits, TimeForms.ShortYears), Of(fits, TimeForms.Compact), Of(fits, TimeForms.Epochs));

        // Read as digits of a date, most numbers since 1970 have months above 12 or minutes above 59.
        var areDigits = compact.Length > 0 && 2 * compact.Max(fit => fit.Count) >= epochs.Sum(fit => fit.Count);
        TimeFit[] unclear = [.. shortYears, .. areDigits ? [.. compact, .. epochs] : Array.Empty<TimeFit>()];
        if (unclear.Length > 0)
        {
            return fits.Except(unclear).FirstOrDefault() is { } clear ? SideBySide(clear, unclear[0]) : Ask(unclear);
        }

        return (look.OnlyMonthFirst, look.OnlyDayFirst) switch
        {
            (null, null) when Of(fits, TimeForms.MonthFirst) is { Length: > 0 } monthFirst =>
                Ask([.. monthFirst, .. Of(fits, TimeForms.DayFirst)]),
            ({ } month, { } day) =>
                Format(
                    () => $"column '{column.Name}' has both month/day/year ('{month}') and day/month/year ('{day}'); "
                        + "one order is expected"),
            _ => null,
        };
    }

    private TimeQuestion Ask(TimeFit[] fits) => Format(() =>
    {
        var example = fits.MaxBy(fit => fit.Count)!.Example!;
        var named = formats(example, fits.SelectMany(fit => fit.Form.Formats));
        return $"column '{column.Name}' may be {string.Join(" or ", named.Select(format => $"'{format}'"))} ('{example}'); say which";
    });

    private TimeQuestion? Contradiction(TimeFit[] fits)
    {
        var pairs = from one in fits from other in fits where Contradict(one.Form, other.Form) select (one, other);
        return pairs.FirstOrDefault() is (one: { } first, other: { } second) ? SideBySide(first, second) : null;
    }

    private TimeQuestion SideBySide(TimeFit first, TimeFit second) => Format(() =>
        $"column '{column.Name}' has times that cannot stand side by side: {first.Count} as '{first.Example}' ({first.Form.Title}), "
        + $"{second.Count} as '{second.Example}' ({second.Form.Title}); one form is expected, or the formats of all are to be named");

    private TimeQuestion? WithoutTimeOfDay(TimeLook look, TimeFit[] fits)
    {
        var days = fits.FirstOrDefault(fit => !fit.Form.HasTimeOfDay);
        var isNamed = reading.Formats.Count > 0 && days is not null && fits.Any(fit => fit.Form.HasTimeOfDay);
        return (reading.SlotMinutes, days) switch
        {
            (null, _) => null,
            (_, { } day) when !isNamed => Missing($"has {day.Count} days without a time of day ('{day.Example}')"),
            (_, null) when look.OffMidnight == 0 && (look.Values >= ManyMidnights || timeOfDay() is not null) =>
                Missing($"has midnight as the time of all its days ('{fits[0].Example}')"),
            _ => null,
        };
    }

    private TimeQuestion Missing(string what) => new(reading.ColumnSetting, () =>
    {
        var join = timeOfDay() is { } other
            ? $"column '{other}' seems to hold the time of day: join them as \"{column.Name},{other}\""
            : $"join it with a column of the time of day, as \"{column.Name},COLUMN\", or count whole days";
        return $"column '{column.Name}' {what}, but slots are {reading.SlotMinutes} minutes; {join}";
    });

    private TimeQuestion Format(Func<string> text) => new(reading.FormatSetting, text);

    /// <summary>Returns whether no column has both forms.</summary>
    private bool Contradict(TimeForm one, TimeForm other) =>
        IsInstant(one) != IsInstant(other) || (one != other && TimeForms.Epochs.Contains(one) && TimeForms.Epochs.Contains(other));

    private bool IsInstant(TimeForm form) => form.IsInstant || reading.IsUtc(column);

    private static TimeFit[] Of(TimeFit[] fits, IReadOnlyList<TimeForm> forms) => [.. fits.Where(fit => forms.Contains(fit.Form))];
}

/// <summary>A question about ambiguous times.</summary>
/// <param name="Setting">The property that answers it.</param>
/// <param name="Text">Returns the question's text.</param>
internal sealed record TimeQuestion(string Setting, Func<string> Text);
