namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Flow that is no number, infinite or negative.</summary>
internal static class FlowCheck
{
    private const string Name = "flow";

    public static IEnumerable<Finding> Find(DoctorContext context) =>
        from split in context.Splits
        from maps in new[] { (File: split.Files.Coarse, Flow: split.Coarse), (File: split.Files.Fine, Flow: split.Fine) }
        where maps.Flow is not null
        from finding in Find(maps.File, maps.Flow)
        select finding;

    private static IEnumerable<Finding> Find(string file, FlowMaps maps)
    {
        if (FlowValues.FirstInvalid(maps.Values) < 0)
        {
            return [];
        }

        return new[]
        {
            Count(file, maps, float.IsNaN, "is NaN", "fill it from its source; leave out slots that were not recorded"),
            Count(file, maps, float.IsInfinity, "is infinite", "fill it from its source; leave out slots that were not recorded"),
            Count(file, maps, value => float.IsFinite(value) && value < 0, "is negative", NegativeRepair(maps)),
        }.OfType<Finding>();
    }

    private static Finding? Count(string file, FlowMaps maps, Func<float, bool> isBad, string problem, string repair)
    {
        var count = maps.Values.LongCount(isBad);
        if (count == 0)
        {
            return null;
        }

        var place = CellPosition.Of(maps, Array.FindIndex(maps.Values, value => isBad(value)));
        return new(
            FindingSeverity.Error, Name, file, place.ToString(), count,
            Invariant($"{count} of {maps.Values.Length} values: the first {problem}; flow is finite and at least 0"), repair);
    }

    /// <summary>Returns a repair for negative counts. Some published datasets store one direction as negative numbers.</summary>
    private static string NegativeRepair(FlowMaps maps)
    {
        var stored = Enumerable.Range(0, maps.Channels).Where(channel => IsStoredNegative(maps, channel)).ToArray();
        return stored.Length > 0
            ? Invariant($"channel {string.Join(", ", stored)} is stored with its sign reversed throughout: negate it")
            : "find out what the values mean; counts are not scaled or centred here";
    }

    private static bool IsStoredNegative(FlowMaps maps, int channel)
    {
        var negative = false;
        for (var sample = 0; sample < maps.Samples; sample++)
        {
            foreach (var value in maps.Map(sample, channel))
            {
                if (value > 0)
                {
                    return false;
                }

                negative |= value < 0;
            }
        }

        return negative;
    }
}
