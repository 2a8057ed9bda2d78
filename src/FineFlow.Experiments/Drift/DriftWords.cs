using FineFlow.Core.Drift;
using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Drift;

/// <summary>Measures and verdicts in words.</summary>
internal static class DriftWords
{
    /// <summary>Returns a verdict in words.</summary>
    public static string Of(DriftVerdict? verdict) => verdict switch
    {
        DriftVerdict.Steady => "steady",
        DriftVerdict.Watch => "watch",
        DriftVerdict.TrainAgain => "train again",
        _ => "not judged",
    };

    /// <summary>Returns what a measure is of.</summary>
    public static string Title(string measure) => measure switch
    {
        "counts" => "how large counts are (PSI)",
        "cells" => "where counts are (PSI)",
        "hours" => "when counts are (PSI)",
        "level" => "all counts, times training's",
        "error" => "error (WAPE)",
        "loss" => "surprise (nats a unit)",
        _ => "in the 90 % intervals",
    };

    /// <summary>Returns a value of a measure as text.</summary>
    public static string Value(string measure, double? value) => value is not { } number ? ""
        : measure is "error" or "coverage" ? NumberText.Share(number)
        : Invariant($"{number:F3}");

    /// <summary>Judges a measure.</summary>
    /// <param name="measure">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="usual">Its usual value; null where unknown.</param>
    /// <param name="score">How far it is from the usual one; null where unknown.</param>
    /// <param name="bounds">The bounds of the score, and the scores of training's own windows.</param>
    /// <param name="days">Days that are judged.</param>
    public static DriftRow Row(
        string measure, double value, double? usual, double? score, (double Watch, double Train, UsualScores? Usual) bounds, int days)
    {
        if (score is not { } far)
        {
            return new(measure, value, usual, null, null, null, null, "nothing is known to compare it with");
        }

        var verdict = DriftRule.Judge(far, bounds.Watch, bounds.Train, bounds.Usual);
        var (watch, train) = (Math.Max(bounds.Watch, bounds.Usual?.High ?? 0), Math.Max(bounds.Train, bounds.Usual?.Largest ?? 0));
        return new(measure, value, usual, far, watch, train, verdict, Reason(measure, value, usual, verdict, days));
    }

    private static string Reason(string measure, double value, double? usual, DriftVerdict verdict, int days)
    {
        var span = days == 1 ? "the last day" : Invariant($"the last {days} days");
        var text = usual is { } known
            ? $"{Value(measure, value)} on {span}, usually {Value(measure, known)}"
            : $"{Value(measure, value)} on {span}";
        return $"{Of(verdict)}: {Title(measure)} {text}";
    }
}
