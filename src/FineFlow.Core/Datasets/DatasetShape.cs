namespace FineFlow.Core.Datasets;

/// <summary>The sizes of a dataset that is to be written slot by slot.</summary>
/// <param name="Channels">Flow channels C.</param>
/// <param name="Rows">Coarse rows H.</param>
/// <param name="Columns">Coarse columns W.</param>
/// <param name="ScaleFactor">Upscaling factor N.</param>
/// <param name="Splits">One to three different splits in the order in which their slots come.</param>
public sealed record DatasetShape(int Channels, int Rows, int Columns, int ScaleFactor, IReadOnlyList<SplitSize> Splits);

/// <summary>How many slots a split has.</summary>
/// <param name="Name">One of <see cref="SplitNames"/>.</param>
/// <param name="Samples">At least 1.</param>
public sealed record SplitSize(string Name, int Samples)
{
    /// <summary>
    /// The split 7:1:2 in time order, as PLGF's paper has it: floor(7n/10) to learn from, floor(n/10) to validate, the rest to test.
    /// </summary>
    /// <param name="samples">Slots of the whole dataset, at least 10.</param>
    public static IReadOnlyList<SplitSize> SevenOneTwo(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 10);
        var (train, valid) = ((int)(7L * samples / 10), samples / 10);
        return [new(SplitNames.Train, train), new(SplitNames.Valid, valid), new(SplitNames.Test, samples - train - valid)];
    }
}
