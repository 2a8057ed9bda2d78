namespace FineFlow.Core;

/// <summary>Validates flow values.</summary>
internal static class FlowValues
{
    /// <summary>Returns whether a value is finite and at least 0.</summary>
    public static bool IsFlow(float value) => value >= 0 && value <= float.MaxValue;

    /// <summary>Returns the index of the first value that is not finite or below zero; -1 if there is none.</summary>
    public static int FirstInvalid(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!IsFlow(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Refuses maps that float32 cannot hold, before they are written as such.</summary>
    /// <exception cref="BadInputException">Names the first count that would become another one.</exception>
    public static void RequireSingle(FlowMaps maps, string source)
    {
        if (maps.Exact is { } exact && Array.FindIndex(exact, CountArray.IsBeyondSingle) is >= 0 and var first)
        {
            throw new BadInputException(
                source,
                $"{CellPosition.Of(maps, first)} is {exact[first]:R}, which float32 cannot hold (whole counts up to 2^24); smaller cells "
                + "or shorter slots are expected");
        }
    }

    /// <exception cref="ArgumentException">A value is not a flow.</exception>
    public static void ThrowIfInvalid(FlowMaps maps, string parameter)
    {
        var invalid = FirstInvalid(maps.Values);
        if (invalid >= 0)
        {
            throw new ArgumentException(
                Invariant($"{CellPosition.Of(maps, invalid)} is {maps.Values[invalid]}; finite values of at least 0 are expected"),
                parameter);
        }
    }
}
