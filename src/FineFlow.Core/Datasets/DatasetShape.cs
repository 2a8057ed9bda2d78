namespace FineFlow.Core.Datasets;

/// <summary>The sizes of a dataset that is to be written slot by slot.</summary>
/// <param name="Channels">Flow channels C.</param>
/// <param name="Rows">Coarse rows H.</param>
/// <param name="Columns">Coarse columns W.</param>
/// <param name="ScaleFactor">Upscaling factor N.</param>
/// <param name="Splits">One to three different splits in the order in which their slots come.</param>
internal sealed record DatasetShape(int Channels, int Rows, int Columns, int ScaleFactor, IReadOnlyList<SplitSize> Splits);

/// <summary>Number of slots of a split.</summary>
/// <param name="Name">One of <see cref="SplitNames"/>.</param>
/// <param name="Samples">At least 1.</param>
internal sealed record SplitSize(string Name, int Samples)
{
    /// <summary>Returns the sizes of train, valid and test for a number of slots in time order.</summary>
    /// <exception cref="BadInputException">A split would be empty.</exception>
    public static IReadOnlyList<SplitSize> Of(int samples, SplitRatio ratio)
    {
        var (train, valid, test) = ratio.Sizes(samples);
        return [new(SplitNames.Train, train), new(SplitNames.Valid, valid), new(SplitNames.Test, test)];
    }
}
