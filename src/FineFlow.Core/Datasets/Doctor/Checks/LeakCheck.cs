namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Slots that are in two splits, by their times or by their maps: what is learned from is then also tested on.</summary>
internal static class LeakCheck
{
    private const string Name = "leaks";
    private const string Repair = "cut the splits again in time order, each slot in one of them";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        for (var later = 1; later < context.Splits.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var (from, into) = (context.Splits[earlier], context.Splits[later]);
                foreach (var finding in new[] { SameTimes(from, into), SameMaps(context, from, into) }.OfType<Finding>())
                {
                    yield return finding;
                }
            }
        }
    }

    private static Finding? SameTimes(SplitParts from, SplitParts into)
    {
        var known = (from.KnownTimes() ?? []).ToHashSet();
        var times = into.KnownTimes() ?? [];
        return Report(into, into.Files.Time, [.. Samples(times.Length).Where(sample => known.Contains(times[sample]))],
            Invariant($"times of {from.Name}"));
    }

    private static Finding? SameMaps(DoctorContext context, SplitParts from, SplitParts into)
    {
        var known = context.Frames(from).Where(frame => frame.Tells).Select(frame => frame.Hash).ToHashSet();
        var frames = context.Frames(into);
        return Report(
            into, into.Files.Fine, [.. Samples(frames.Length).Where(sample => known.Contains(frames[sample].Hash))],
                Invariant($"maps that are also in {from.Name}"));
    }

    private static IEnumerable<int> Samples(int count) => Enumerable.Range(0, count);

    private static Finding? Report(SplitParts split, string file, int[] samples, string what) => samples.Length == 0
        ? null
        : new(FindingSeverity.Error, Name, file, split.Place(samples[0]), samples.Length,
            Invariant($"{samples.Length} slots have {what}"), Repair);
}
