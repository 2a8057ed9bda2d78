using System.Globalization;

namespace FineFlow.Core.Datasets;

/// <summary>Shares of train, valid and test, as whole numbers: 7:1:2.</summary>
/// <param name="Train">Share of train, at least 1.</param>
/// <param name="Valid">Share of valid, at least 1.</param>
/// <param name="Test">Share of test, at least 1.</param>
public readonly record struct SplitRatio(int Train, int Valid, int Test)
{
    private const int Largest = 1_000_000;

    /// <summary>Reads "7:1:2".</summary>
    /// <param name="text">Three whole numbers of at least 1, divided by colons.</param>
    /// <param name="source">Where the text comes from, for the message.</param>
    /// <exception cref="BadInputException">The text is something else.</exception>
    public static SplitRatio Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shares = text.Split(':').Select(Share).ToArray();
        return shares is [{ } train, { } valid, { } test]
            ? new(train, valid, test)
            : throw new BadInputException(source, $"'{text}'; three whole numbers of 1 .. {Largest} are expected, as 7:1:2");
    }

    /// <summary>
    /// Sizes of the parts of n samples: train and valid are rounded down, test takes the rest. 3,060 at 7:1:2 are 2,142, 306 and 612.
    /// </summary>
    /// <exception cref="BadInputException">There are too few samples: a part would be empty.</exception>
    public (int Train, int Valid, int Test) Sizes(int samples)
    {
        var total = (long)Train + Valid + Test;
        var (train, valid) = ((int)((long)samples * Train / total), (int)((long)samples * Valid / total));
        return train > 0 && valid > 0 && samples > train + valid
            ? (train, valid, samples - train - valid)
            : throw new BadInputException(
                $"ratio {this}", $"leaves a part of {samples} samples empty; more samples are expected")
            { Setting = "Ratio" };
    }

    /// <summary>Returns the ratio as text, like 7:1:2.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Train}:{Valid}:{Test}");

    private static int? Share(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share is >= 1 and <= Largest ? share : null;
}
