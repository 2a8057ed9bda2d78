using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Drift;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Drift;

/// <summary>Compares coarse maps, and answers where the truth is known, with those of a model's training.</summary>
internal sealed class DriftAnalysis
{
    private const int WorstShown = 5;

    private readonly DriftRequest _request;
    private readonly ModelCard _card;
    private readonly CoarseReference _reference;
    private readonly CountTally _then;
    private readonly CountedDays _days;
    private readonly List<string> _notes = [];

    private DriftAnalysis(DriftRequest request)
    {
        (_request, _card) = (request, ModelBundle.ReadCard(request.Run));
        _reference = ReferenceOf(request, _card);
        CheckSize();
        _then = _reference.Tally();
        var slotsPerDay = request.Manifest?.SlotsPerDay ?? _card.Data?.Manifest.SlotsPerDay;
        _days = CountedDays.Of(request.Inputs, slotsPerDay, _reference.Edges);
    }

    /// <summary>Measures the drift.</summary>
    /// <param name="request">What is compared.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">
    /// The bundle keeps nothing of its training and no training data are named, these are others, the maps have another size, or the model
    /// does not admit them.
    /// </exception>
    public static DriftReport Run(DriftRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Inputs.Samples == 0
            ? throw new BadInputException(request.Source, "holds no slots")
            : new DriftAnalysis(request).Report(cancellationToken);
    }

    private DriftReport Report(CancellationToken cancellationToken)
    {
        var whole = _days.Whole;
        var judged = whole.TakeLast(DriftRule.LongestWindow).ToList();
        var (answers, usualAnswers) = Answers(cancellationToken);
        var window = CountTally.Join(judged.Select(day => day.Tally));
        var scores = DriftScores.Of(window, _then);
        List<DriftRow> rows =
        [
            .. CountRows(scores, judged.Count),
            .. answers is null ? [] : AnswerRows(DayAnswers.Join([.. judged.Select(day => answers[day])]), usualAnswers!, judged.Count),
        ];
        Note(whole.Count, rows);
        return new(
            _request.Run,
            _card.Model,
            _request.Source,
            _request.Inputs.Samples,
            _reference.Days,
            rows.Max(row => row.Verdict ?? DriftVerdict.Steady),
            NameOf(judged[0]),
            NameOf(judged[^1]),
            judged.Count,
            rows,
            [.. WorstCells(window)],
            [
                .. DriftScores.ByHour(window, _then)
                    .OrderByDescending(hour => hour.Shift.Index)
                    .Take(WorstShown)
                    .Select(hour => new HourShift(hour.Hour, hour.Shift.Then, hour.Shift.Now, hour.Shift.Index)),
            ],
            [.. _days.Days.Select(day => Row(day, !whole.Contains(day), answers?[day]))],
            answers is null ? null : CoverageTrend.Of(
                [.. whole.Where(day => answers[day].Intervals > 0)
                    .Select(day => ((double)day.Number, answers[day].Of(AnswerMeasure.Coverage)!.Value))]),
            _notes);
    }

    private void Note(int wholeDays, IReadOnlyList<DriftRow> rows)
    {
        if (!_days.AreKnown)
        {
            _notes.Add("days are unknown, so that all slots count as one day");
        }

        if (_days.Days.Count > wholeDays)
        {
            _notes.Add(Invariant($"{_days.Days.Count - wholeDays} of {_days.Days.Count} days have less than half of their slots; they are ")
                + "shown and not judged");
        }

        if (_reference.Usual.Count == 0)
        {
            _notes.Add("training had fewer than two whole days: what is usual among its days is not known, and the bounds alone judge");
        }
        else if (_reference.Usual[^1].Days < DriftRule.LongestWindow)
        {
            _notes.Add(Invariant($"training had {_reference.Days} days, too few to know how a week differs from the others"));
        }

        if (rows.All(row => row.Measure != "hours"))
        {
            _notes.Add("hours of the day are unknown now or were unknown in training");
        }
    }

    private DriftDay Row(CountedDay day, bool leftOut, DayAnswers? answers)
    {
        var scores = DriftScores.Of(day.Tally, _then);
        return new(
            NameOf(day), day.Samples.Count, leftOut, scores.Counts, scores.Cells, scores.Hours, scores.Level,
            answers?.Of(AnswerMeasure.Error), answers?.Of(AnswerMeasure.Loss), answers?.Of(AnswerMeasure.Coverage));
    }

    private IEnumerable<DriftRow> CountRows(DriftScores scores, int days)
    {
        var usual = _reference.UsualOf(days);
        foreach (var measure in DriftRule.Measures)
        {
            if (scores.Of(measure) is { } score)
            {
                var (watch, train) = (DriftRule.WatchFrom(measure), DriftRule.TrainFrom(measure));
                yield return DriftWords.Row(
                    $"{measure}".ToLowerInvariant(),
                    measure == DriftMeasure.Level ? scores.Level : score,
                    measure == DriftMeasure.Level ? 1 : usual?.Of(measure, scores.Level)?.Typical,
                    score,
                    (watch, train, usual?.Of(measure, scores.Level)),
                    days);
            }
        }
    }

    private static IEnumerable<DriftRow> AnswerRows(DayAnswers now, UsualAnswers usual, int days)
    {
        foreach (var measure in UsualAnswers.Measures)
        {
            if (now.Of(measure) is { } value)
            {
                var (watch, train) = UsualAnswers.Bounds(measure);
                var before = usual.Of(measure);
                yield return DriftWords.Row(
                    $"{measure}".ToLowerInvariant(),
                    value,
                    before,
                    before is { } known ? UsualAnswers.Score(measure, value, known) : null,
                    (watch, train, usual.ScoresOf(measure, days)),
                    days);
            }
        }
    }

    private IEnumerable<CellShift> WorstCells(CountTally window)
    {
        var coarse = _request.Inputs.Coarse;
        return DriftScores.ByCell(window, _then)
            .Index()
            .OrderByDescending(cell => cell.Item.Index)
            .Take(WorstShown)
            .Select(cell => new CellShift(
                cell.Index / (coarse.Rows * coarse.Columns),
                cell.Index / coarse.Columns % coarse.Rows,
                cell.Index % coarse.Columns,
                cell.Item.Then,
                cell.Item.Now,
                cell.Item.Index));
    }

    /// <summary>Measures the answers of every day, and those of validation; nothing without the truth.</summary>
    private (Dictionary<CountedDay, DayAnswers>? Days, UsualAnswers? Usual) Answers(CancellationToken cancellationToken)
    {
        if (_request.Truth is not { } truth)
        {
            return (null, null);
        }

        using var model = ModelBundle.Load(_request.Run, device: _request.Device);
        _notes.AddRange(model.CompareWithTraining(
            truth.Inputs, _request.Manifest is { } manifest ? new InputOrigin(manifest) : null, _request.Source, strict: false));
        List<DayAnswers> usual = [];
        if (_request.Training is { } training && training.Splits.FirstOrDefault(split => split.Name == SplitNames.Valid) is { } valid)
        {
            var days = CountedDays.Of(valid.Inputs, training.SlotsPerDay, _reference.Edges).Whole;
            usual = [.. days.Select(day => Measure(model, valid, day, $"{training.Folder}/{valid.Name}", cancellationToken))];
        }

        return (
            _days.Days.ToDictionary(day => day, day => Measure(model, truth, day, _request.Source, cancellationToken)),
            new(usual, model.Card));
    }

    private static DayAnswers Measure(
        FlowModel model, FlowSplit split, CountedDay day, string source, CancellationToken cancellationToken) =>
        DayAnswers.Of(model, split.Gather([.. day.Samples]), source, cancellationToken);

    private string NameOf(CountedDay day) => _request.Inputs.Time is null
        ? Invariant($"day {day.Number + 1}")
        : LocalClock.Of(day.Number * LocalClock.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void CheckSize()
    {
        var coarse = _request.Inputs.Coarse;
        if (!_reference.Fits(coarse))
        {
            throw new BadInputException(
                _request.Source,
                $"has {coarse.Channels} channel(s) of {coarse.Rows} x {coarse.Columns} coarse cells; this model was trained on "
                    + $"{_reference.Channels} of {_reference.Rows} x {_reference.Columns}");
        }
    }

    private static CoarseReference ReferenceOf(DriftRequest request, ModelCard card)
    {
        if (request.Training is not { } training)
        {
            return ModelBundle.ReadReference(request.Run) ?? throw new BadInputException(
                request.Run,
                "keeps nothing of the coarse maps that it was trained on (its weights were imported, or an older version trained it); "
                    + "name the dataset that it was trained on")
            {
                Setting = "reference",
            };
        }

        return card.Data is { } data && data.Fingerprint != training.Fingerprint
            ? throw new BadInputException(
                training.Folder, $"is other data than {request.Run} was trained on (the fingerprints differ)")
            : CoarseReference.Measure(training[SplitNames.Train].Inputs, training.SlotsPerDay);
    }
}
