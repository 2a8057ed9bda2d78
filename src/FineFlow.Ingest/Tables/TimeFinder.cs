using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Detects the form of a column's times for each file, from its first rows and, if those are ambiguous, from all rows. Forms that the first
/// rows did not show are found when all rows have been read (<see cref="RefuseOthers"/>).
/// </summary>
internal sealed class TimeFinder
{
    private readonly Engine _engine;
    private readonly InputTable _table;
    private readonly TableColumn _column;
    private readonly TimeReading _reading;
    private readonly TimeForm[] _named;
    private readonly TimeJudge _judge;

    /// <exception cref="BadInputException">A format is invalid.</exception>
    public TimeFinder(Engine engine, InputTable table, TableColumn column, TimeReading reading)
    {
        (_engine, _table, _column, _reading) = (engine, table, column, reading);
        _named = [.. reading.Formats.Select(name => Checked(TimeForms.Named(name)))];
        _judge = new(column, reading, ThatRead, () => TimeOfDayColumn.Guess(engine, table, column));
    }

    /// <summary>Detects the forms.</summary>
    /// <exception cref="BadInputException">A file has no times, or ambiguous ones.</exception>
    public TimeColumn Find()
    {
        var files = _table.Files.Select(file => (File: file, Forms: InFile(file))).ToArray();
        var groups = files.GroupBy(file => string.Join('\n', file.Forms.Select(form => form.Title)))
            .Select(group => new TimeGroup([.. group.Select(file => file.File)], group.First().Forms)).ToArray();
        if (groups.All(group => group.Forms.Count == 0))
        {
            throw new BadInputException(_table.Title, $"no whole row has a value in column '{_column.Name}'; times are expected");
        }

        var forms = groups.SelectMany(group => group.Forms.Select(form => (group.Files[0], Form: form))).ToArray();
        var (first, zoned) = (forms[0], forms.FirstOrDefault(form => form.Form.IsInstant != forms[0].Form.IsInstant));
        return zoned.Form is null || _reading.IsUtc(_column)
            ? new(_column, groups) { IsUtc = _reading.IsUtc(_column) }
            : throw new BadInputException(
                zoned.Item1, $"column '{_column.Name}' has times as {zoned.Form.Title}, and that of {first.Item1} as {first.Form.Title}; "
                    + "all with a zone or since 1970, or all readings of a clock are expected: grid them apart");
    }

    /// <summary>Returns whether most of the column's first values are times of any form.</summary>
    public bool HoldsTimes() =>
        Candidates(_column.Type) is { Count: > 0 } forms && Look(_table.Files[0], forms, TimeLook.FirstValues) is { Values: > 0 } look
            && 2 * look.Fits.Sum(fit => fit.Count) >= look.Values;

    /// <summary>Rejects a file with unread values that are times in another form than the others.</summary>
    /// <exception cref="BadInputException">There is such a value.</exception>
    public void RefuseOthers(TimeColumn times, string file)
    {
        var group = times.Groups.First(group => group.Files.Contains(file));
        if (Look(file, Known(_column.Type), long.MaxValue, but: group).Fits is [var other, ..])
        {
            throw new BadInputException(
                file,
                $"column '{_column.Name}' has times that cannot stand side by side: "
                + $"most as {string.Join(" or ", group.Forms.Select(form => form.Title))}, "
                + $"{other.Count} as '{other.Example}' ({other.Form.Title}); one form is expected, or the formats of all are to be named")
            { Setting = _reading.FormatSetting };
        }
    }

    private IReadOnlyList<TimeForm> InFile(string file)
    {
        var type = _table.TypeIn(_engine, file, _column);
        if (type != _column.Type && (TimeForm.OfType(type) ?? TimeForm.OfType(_column.Type)) is not null)
        {
            throw new BadInputException(
                file, $"column '{_column.Name}' is of type {type}, that of {_table.Files[0]} is {_column.Type}; one type is expected");
        }

        var forms = Candidates(type);
        if (forms.Count == 0)
        {
            throw new BadInputException(file, $"column '{_column.Name}' is of type {type}, which holds no times");
        }

        var (chosen, question) = _judge.Decide(Look(file, forms, TimeLook.FirstValues));
        if (question is not null || chosen.Count == 0)
        {
            (chosen, question) = _judge.Decide(Look(file, forms, long.MaxValue));
        }

        return question is null ? chosen : throw new BadInputException(file, question.Text()) { Setting = question.Setting };
    }

    private IReadOnlyList<TimeForm> Candidates(string type) => _named.Length > 0 ? _named : Known(type);

    private static IReadOnlyList<TimeForm> Known(string type) => type switch
    {
        _ when TimeForm.OfType(type) is { } form => [form],
        "VARCHAR" => TimeForms.OfText,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "HUGEINT" or "UHUGEINT"
            or "FLOAT" or "DOUBLE" => TimeForms.OfNumbers,
        _ => type.StartsWith("DECIMAL", StringComparison.Ordinal) ? TimeForms.OfNumbers : [],
    };

    private TimeLook Look(string file, IReadOnlyList<TimeForm> forms, long most, TimeGroup? but = null) =>
        TimeLook.At(_engine, _table, file, _column, forms, _reading.Now, most, but);

    private IReadOnlyList<string> ThatRead(string value, IEnumerable<string> formats)
    {
        string[] all = [.. formats.Distinct()];
        var reads = string.Join(", ", all.Select(format => $"{TimeForms.Named(format).Microseconds(Sql.Text(value))} >= 0"));
        var row = _engine.Rows(_table.Title, $"SELECT {reads}")[0];
        return [.. all.Where((_, index) => row[index] is true)];
    }

    private TimeForm Checked(TimeForm form)
    {
        _engine.Rows($"time format '{form.Title}'", $"SELECT {form.Time("''")}");
        return form;
    }
}
