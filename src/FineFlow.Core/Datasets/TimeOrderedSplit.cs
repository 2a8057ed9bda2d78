namespace FineFlow.Core.Datasets;

/// <summary>
/// Divides a dataset again in the order of time: train, valid and test are laid end to end and cut at other places. This is how PLGF's
/// 7:1:2 comes from the published files of TaxiBJ.
/// </summary>
public static class TimeOrderedSplit
{
    /// <summary>Cuts splits, given in the order of time, into train, valid and test.</summary>
    /// <param name="splits">One to three splits of one dataset; they are copied and stay as they are.</param>
    /// <param name="ratio">Shares of the new splits.</param>
    /// <exception cref="BadInputException">Too few samples, or known times that are not in order.</exception>
    public static IReadOnlyList<FlowSplit> Cut(IReadOnlyList<FlowSplit> splits, SplitRatio ratio)
    {
        ArgumentNullException.ThrowIfNull(splits);
        CheckOrder(splits);
        var (train, valid, test) = ratio.Sizes(splits.Sum(split => split.Samples));
        return
        [
            Part(SplitNames.Train, splits, 0, train),
            Part(SplitNames.Valid, splits, train, valid),
            Part(SplitNames.Test, splits, train + valid, test),
        ];
    }

    /// <summary>Returns the value of <see cref="DatasetManifest.Split"/> for such a split.</summary>
    public static string Describe(SplitRatio ratio) => Invariant($"{ratio} in time order");

    /// <summary>Keeps the last days of train, counted back from its last slot: what a model makes of a shorter history.</summary>
    /// <param name="splits">Splits of one dataset, train among them, with its times.</param>
    /// <param name="days">Number of days, at least 1.</param>
    /// <exception cref="BadInputException">There is no train, or it has no times, or not so many days.</exception>
    internal static IReadOnlyList<FlowSplit> KeepLastDaysOfTrain(IReadOnlyList<FlowSplit> splits, int days)
    {
        ArgumentNullException.ThrowIfNull(splits);
        const string source = $"split '{SplitNames.Train}'";
        var train = splits.FirstOrDefault(split => split.Name == SplitNames.Train)
            ?? throw new BadInputException(source, "is not there; its last days cannot be kept");
        var times = train.Time ?? throw new BadInputException(source, "has no times (time.npy); its last days are not known");
        var from = times.Max() - ((long)days * LocalClock.Day);
        if (days < 1 || times.Min() > from)
        {
            var whole = (times.Max() - times.Min()) / LocalClock.Day;
            throw new BadInputException(source, Invariant($"{days} days were asked for; 1 to {whole} are expected"));
        }

        int[] kept = [.. Enumerable.Range(0, train.Samples).Where(slot => times[slot] > from)];
        return [.. splits.Select(split => ReferenceEquals(split, train) ? train.Gather(kept) : split)];
    }

    private static void CheckOrder(IReadOnlyList<FlowSplit> splits)
    {
        foreach (var (earlier, later) in splits.Zip(splits.Skip(1)))
        {
            if (earlier.Time is { Length: > 0 } before && later.Time is { Length: > 0 } after && after.Min() <= before.Max())
            {
                throw new BadInputException(
                    $"split '{later.Name}'", $"begins before '{earlier.Name}' ends (time.npy); splits in the order of time are expected");
            }
        }
    }

    private static FlowSplit Part(string name, IReadOnlyList<FlowSplit> splits, int start, int count) => new(
        name,
        Maps([.. splits.Select(split => split.Coarse)], start, count),
        Maps([.. splits.Select(split => split.Fine)], start, count),
        Factors([.. splits.Select(split => split.External).OfType<ExternalFactors>()], splits.Count, start, count),
        splits.All(split => split.Time is not null) ? Cut(splits.Select(split => split.Time!), start, count) : null)
    {
        Static = splits[0].Static,
    };

    /// <summary>Returns rows of the concatenated external factors; null unless every split has some.</summary>
    private static ExternalFactors? Factors(ExternalFactors[] parts, int splits, int start, int count) => parts.Length < splits
        ? null
        : new(Cut(parts.Select(part => part.Values), (long)start * parts[0].Columns, count * parts[0].Columns), parts[0].Schema);

    private static FlowMaps Maps(FlowMaps[] parts, int start, int count)
    {
        var (first, length) = (parts[0], parts[0].SampleLength);
        var values = Cut(parts.Select(maps => maps.Values), (long)start * length, checked(count * length));
        var exact = Array.Exists(parts, maps => maps.Exact is not null)
            ? Cut(
                parts.Select(maps => maps.Exact ?? Array.ConvertAll(maps.Values, value => (double)value)),
                (long)start * length,
                count * length)
            : null;
        return new(new(count, first.Channels, first.Rows, first.Columns), values, exact);
    }

    /// <summary>Returns elements of concatenated arrays from <paramref name="start"/> on, without concatenating them.</summary>
    private static T[] Cut<T>(IEnumerable<T[]> parts, long start, int count)
    {
        var cut = new T[count];
        var position = -start;
        foreach (var part in parts)
        {
            var from = Math.Max(0, -position);
            var to = Math.Min(part.Length, count - position);
            if (from < to)
            {
                Array.Copy(part, from, cut, position + from, to - from);
            }

            position += part.Length;
        }

        return cut;
    }
}
