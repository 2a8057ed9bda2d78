using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Drift;

namespace FineFlow.Engine.Registry;

/// <summary>
/// The coarse counts that a version was asked about lately, beside those that it was trained on. Its size is fixed: counts of earlier slots
/// fade, so that about a week's slots weigh. Safe for several threads.
/// </summary>
/// <param name="reference">The counts of training.</param>
/// <param name="slotsPerDay">Slots of a day; hours where unknown.</param>
internal sealed class RecentCounts(CoarseReference reference, int? slotsPerDay)
{
    private readonly Lock _gate = new();
    private readonly CountTally _then = reference.Tally();
    private readonly CountTally _recent = new(reference.Edges, reference.Sums.Length);
    private readonly double _slotsOfDay = slotsPerDay ?? SlotCalendar.HoursOfDay;

    /// <summary>Adds slots; those of maps of another size are passed over.</summary>
    public void Add(FlowInputs inputs)
    {
        if (!reference.Fits(inputs.Coarse))
        {
            return;
        }

        var kept = 1 - (1 / (DriftRule.LongestWindow * _slotsOfDay));
        lock (_gate)
        {
            for (var sample = 0; sample < inputs.Samples; sample++)
            {
                _recent.Fade(kept);
                _recent.Add(
                    inputs.Coarse.Sample(sample),
                    inputs.Mask is { } mask ? mask.Sample(sample) : default(Span<float>),
                    SlotCalendar.HourOf(sample, inputs.Time, inputs.External));
            }
        }
    }

    /// <summary>Compares them with training; null before half a day's slots weigh.</summary>
    public RecentDrift? Drift()
    {
        lock (_gate)
        {
            if (_recent.AllSlots < _slotsOfDay / 2)
            {
                return null;
            }

            var scores = DriftScores.Of(_recent, _then);
            return new(scores, DriftRule.Judge(scores, reference.UsualOf(DriftRule.LongestWindow)), _recent.AllSlots);
        }
    }
}

/// <summary>How far recent counts are from training.</summary>
/// <param name="Scores">The measures.</param>
/// <param name="Verdict">The worst of their verdicts.</param>
/// <param name="Slots">Slots that weigh.</param>
internal sealed record RecentDrift(DriftScores Scores, DriftVerdict Verdict, double Slots);
