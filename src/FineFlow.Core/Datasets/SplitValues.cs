namespace FineFlow.Core.Datasets;

/// <summary>Whether flows, external factors and times are what they should be, wherever they come from.</summary>
internal static class SplitValues
{
    // DateTime's own range, years 1 to 9999.
    private static readonly long FirstSecond = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <exception cref="BadInputException">One is not; the message names file, place and expectation.</exception>
    internal static void Check(FlowSplit split, SplitFiles files)
    {
        CheckFlow(split.Coarse, files.Coarse);
        CheckFlow(split.Fine, files.Fine);
        if (split.External is not null)
        {
            CheckExternal(split.External, files.External);
        }

        if (split.Time is not null)
        {
            CheckTime(split.Time, files.Time);
        }
    }

    /// <summary>Refuses flows that are not finite or are negative.</summary>
    /// <param name="maps">Maps of raw counts.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">Names the first such cell.</exception>
    public static void CheckFlow(FlowMaps maps, string source)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var index = FlowValues.FirstInvalid(maps.Values);
        if (index >= 0)
        {
            throw new BadInputException(
                source, $"{CellPosition.Of(maps, index)} is {maps.Values[index]}; flow is finite and at least 0");
        }
    }

    /// <summary>Refuses external factors that are not finite, and days, hours and classes out of their range.</summary>
    /// <param name="external">The external factors.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">Names the first such value.</exception>
    public static void CheckExternal(ExternalFactors external, string source)
    {
        ArgumentNullException.ThrowIfNull(external);
        var categories = external.Schema.Categories();
        for (var sample = 0; sample < external.Samples; sample++)
        {
            var row = external.Row(sample);
            for (var column = 0; column < row.Length; column++)
            {
                if (!float.IsFinite(row[column]))
                {
                    throw new BadInputException(source, $"[sample {sample}, column {column}] is {row[column]}; a finite value is expected");
                }
            }

            foreach (var (column, name, largest) in categories)
            {
                // Networks truncate these to whole rows of their embedding tables.
                if (!(row[column] >= 0 && row[column] < largest + 1))
                {
                    throw new BadInputException(
                        source, $"[sample {sample}, column {column}] ({name}) is {row[column]}; 0 .. {largest} is expected");
                }
            }
        }
    }

    /// <summary>Returns whether seconds since 1970 lie in the years 1 to 9999.</summary>
    internal static bool IsTime(long second) => second >= FirstSecond && second <= LastSecond;

    internal static void CheckTime(long[] time, string path)
    {
        var sample = Array.FindIndex(time, second => !IsTime(second));
        if (sample >= 0)
        {
            throw new BadInputException(path, $"[sample {sample}] is {time[sample]}; seconds since 1970 are expected");
        }
    }
}
