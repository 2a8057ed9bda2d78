using FineFlow.Core.Drift;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Drift;

/// <summary>What a model's answers were like when it was trained.</summary>
/// <param name="Days">Its answers on the days of validation; empty where these are not at hand.</param>
/// <param name="Card">The card, which knows the error on the validation split.</param>
internal sealed record UsualAnswers(IReadOnlyList<DayAnswers> Days, ModelCard Card)
{
    private const double NominalCoverage = 0.9;

    /// <summary>All measures, in the order of tables.</summary>
    public static IReadOnlyList<AnswerMeasure> Measures { get; } = Enum.GetValues<AnswerMeasure>();

    /// <summary>Returns the usual value of a measure; null where it is not known.</summary>
    public double? Of(AnswerMeasure measure) => Days.Count > 0
        ? DayAnswers.Join(Days).Of(measure)
        : measure switch
        {
            AnswerMeasure.Error => Card.Validation?[Wape] is { } error && double.IsFinite(error) ? error : null,
            AnswerMeasure.Coverage => NominalCoverage,
            _ => null,
        };

    /// <summary>Returns the scores from which on a measure is watched, and from which on it says to train again.</summary>
    public static (double Watch, double Train) Bounds(AnswerMeasure measure) => measure switch
    {
        AnswerMeasure.Error => (0.1, 0.25),
        AnswerMeasure.Loss => (0.05, 0.15),
        _ => (0.03, 0.08),
    };

    /// <summary>Returns how far a value is from a usual one: larger is worse.</summary>
    public static double Score(AnswerMeasure measure, double value, double usual) => measure switch
    {
        AnswerMeasure.Error => (value / usual) - 1,
        AnswerMeasure.Loss => value - usual,
        _ => Math.Abs(value - usual),
    };

    /// <summary>
    /// Returns the scores of windows of validation days against the other ones: of so many days, or of half of them where there are fewer
    /// than twice as many. Null where there are fewer than two.
    /// </summary>
    public UsualScores? ScoresOf(AnswerMeasure measure, int days)
    {
        var length = Math.Min(days, Days.Count / 2);
        return length == 0 ? null : UsualScores.Of(Enumerable.Range(0, Days.Count - length + 1).Select(Score).OfType<double>());

        double? Score(int start)
        {
            var window = DayAnswers.Join([.. Days.Skip(start).Take(length)]).Of(measure);
            var others = DayAnswers.Join([.. Days.Take(start), .. Days.Skip(start + length)]).Of(measure);
            return window is { } value && others is { } usual ? UsualAnswers.Score(measure, value, usual) : null;
        }
    }

    private static FlowMetric Wape { get; } = MetricCatalog.All.OfType<WeightedAbsolutePercentageError>().Single();
}
