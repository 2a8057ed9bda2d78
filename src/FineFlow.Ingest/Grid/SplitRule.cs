using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Division of slots in time order into train, valid and test: by shares, the first two rounded down (PLGF, 7:1:2), or by first days. A
/// split with share 0 is not written.
/// </summary>
public sealed record SplitRule
{
    /// <summary>Share of the training split.</summary>
    public int Train { get; init; } = 7;

    /// <summary>Share of the validation split.</summary>
    public int Valid { get; init; } = 1;

    /// <summary>Share of the test split.</summary>
    public int Test { get; init; } = 2;

    /// <summary>First day of the validation split; replaces the shares together with <see cref="TestFrom"/>.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>First day of the test split.</summary>
    public DateOnly? TestFrom { get; init; }

    /// <summary>Returns the rule in the words of a dataset's description.</summary>
    public override string ToString() => ValidFrom is null
        ? $"{Train}:{Valid}:{Test} in time order"
        : string.Create(CultureInfo.InvariantCulture, $"in time order, valid from {ValidFrom:yyyy-MM-dd}, test from {TestFrom:yyyy-MM-dd}");

    internal void Validate()
    {
        if (Train < 0 || Valid < 0 || Test < 0 || (long)Train + Valid + Test is 0 or > 1_000_000)
        {
            throw new BadInputException("split", $"{Train}:{Valid}:{Test}; three shares of at least 0 are expected, as 7:1:2")
            { Setting = nameof(GridOptions.Split) };
        }

        if (ValidFrom is null != TestFrom is null || ValidFrom > TestFrom)
        {
            throw new BadInputException("split", "the first days of validation and test are expected both, in this order")
            { Setting = nameof(ValidFrom) };
        }
    }

    /// <summary>Returns the splits as ranges of slots.</summary>
    /// <param name="starts">Starts of the slots in local seconds since 1970, ascending.</param>
    /// <exception cref="BadInputException">There are too few slots for one of the splits.</exception>
    internal IReadOnlyList<(string Name, Range Slots)> Cut(long[] starts)
    {
        var (valid, test) = ValidFrom is { } validFrom && TestFrom is { } testFrom
            ? (FirstAt(starts, validFrom), FirstAt(starts, testFrom))
            : ByShare(starts.Length);
        (string Name, Range Slots, bool Wanted)[] parts =
        [
            (SplitNames.Train, ..valid, ValidFrom is not null || Train > 0),
            (SplitNames.Valid, valid..test, ValidFrom is not null || Valid > 0),
            (SplitNames.Test, test..starts.Length, ValidFrom is not null || Test > 0),
        ];
        foreach (var (name, slots, _) in parts.Where(part => part.Wanted && part.Slots.Start.Value == part.Slots.End.Value))
        {
            throw new BadInputException("split", $"{starts.Length} slots leave none for {name}; more data or another split is expected")
            { Setting = nameof(GridOptions.Split) };
        }

        return [.. parts.Where(part => part.Slots.Start.Value < part.Slots.End.Value).Select(part => (part.Name, part.Slots))];
    }

    private (int Valid, int Test) ByShare(int slots)
    {
        var all = (long)Train + Valid + Test;
        var train = (int)(slots * (long)Train / all);
        var valid = (int)(slots * (long)Valid / all);

        // Rounding must not give slots to a split with share 0.
        return Test > 0 ? (train, train + valid) : Valid > 0 ? (train, slots) : (slots, slots);
    }

    private static int FirstAt(long[] starts, DateOnly day)
    {
        var second = (long)(day.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).TotalSeconds;
        var index = Array.FindIndex(starts, start => start >= second);
        return index < 0 ? starts.Length : index;
    }
}
