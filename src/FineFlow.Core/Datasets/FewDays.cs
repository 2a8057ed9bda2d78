namespace FineFlow.Core.Datasets;

/// <summary>
/// A dataset as one has it who knows few days of fine counts (the few-shot protocol of docs/transfer.md): the last whole days of train,
/// of which some validate. Neither valid nor test is in it.
/// </summary>
internal static class FewDays
{
    /// <summary>The part that validates: of N days the newest N / 4, rounded up; of a single day every fourth slot.</summary>
    private const int Quarter = 4;

    private const string Source = $"split '{SplitNames.Train}'";

    /// <summary>Returns the dataset of the last whole days of train.</summary>
    /// <param name="data">A dataset with train and its times.</param>
    /// <param name="days">Number of days, at least 1.</param>
    /// <returns>Train and valid, both of the days asked for, with the fingerprint of the whole dataset.</returns>
    /// <exception cref="BadInputException">Train has no times, or not so many whole days, or they are too few slots.</exception>
    public static FlowDataset Of(FlowDataset data, int days)
    {
        ArgumentNullException.ThrowIfNull(data);
        var train = data[SplitNames.Train];
        var times = train.Time ?? throw Refusal("has no times (time.npy); its last days are not known");
        var dates = WholeDays(times);
        if (days < 1 || dates.Count < days)
        {
            throw Refusal($"{days} days were asked for, and it has {dates.Count} whole ones; 1 to {dates.Count} are expected");
        }

        var (learned, validated) = Cut([.. dates.TakeLast(days)]);
        if (learned.Length == 0 || validated.Length == 0)
        {
            throw Refusal($"its last {days} whole days have {learned.Length + validated.Length} slots; at least {Quarter} are expected");
        }

        FlowSplit[] splits = [train.Gather(learned), train.Gather(validated) with { Name = SplitNames.Valid }];
        return new(data.Folder, data.Manifest, splits, data.Fingerprint, data.Warnings);
    }

    /// <summary>
    /// Returns the slots of each whole day in the order of time: dates with at least half as many slots as the fullest one. A split often
    /// ends in the middle of a date.
    /// </summary>
    private static List<int[]> WholeDays(long[] times)
    {
        var dates = Enumerable.Range(0, times.Length)
            .GroupBy(slot => LocalClock.DayNumber(times[slot]))
            .OrderBy(date => date.Key)
            .Select(date => date.OrderBy(slot => times[slot]).ToArray())
            .ToList();
        var fullest = dates.Max(date => date.Length);
        return dates.FindAll(date => 2 * date.Length >= fullest);
    }

    private static (int[] Learned, int[] Validated) Cut(IReadOnlyList<int[]> dates)
    {
        if (dates.Count == 1)
        {
            var validates = dates[0].Index().ToLookup(slot => slot.Index % Quarter == Quarter - 1, slot => slot.Item);
            return ([.. validates[false]], [.. validates[true]]);
        }

        var first = dates.Count - ((dates.Count + Quarter - 1) / Quarter);
        return ([.. dates.Take(first).SelectMany(date => date)], [.. dates.Skip(first).SelectMany(date => date)]);
    }

    private static BadInputException Refusal(InvariantText problem) => new(Source, problem) { Setting = "TargetDays" };
}
