namespace FineFlow.Core;

/// <summary>Coarse cells whose count is missing, which files and requests mark by NaN.</summary>
internal static class MissingCells
{
    private const int LargestBound = 1_000_000;

    /// <summary>Separates the counts of maps from the marks of missing ones.</summary>
    /// <param name="maps">Coarse maps [n, C, H, W], NaN where a count is missing.</param>
    /// <returns>
    /// The maps with 0 in place of each NaN, and their mask [n, C, H, W]: 1 where a count was observed and 0 where it is missing. Where
    /// nothing is missing, the maps themselves and no mask.
    /// </returns>
    public static (FlowMaps Coarse, FlowMaps? Mask) Separate(FlowMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (!Array.Exists(maps.Values, float.IsNaN))
        {
            return (maps, null);
        }

        var counts = Array.ConvertAll(maps.Values, count => float.IsNaN(count) ? 0 : count);
        var exact = maps.Exact is { } given ? Array.ConvertAll(given, count => double.IsNaN(count) ? 0 : count) : null;
        return (new(maps.Shape, counts, exact), new(maps.Shape, Array.ConvertAll(maps.Values, count => float.IsNaN(count) ? 0f : 1f)));
    }

    /// <summary>Returns maps with NaN where a count is missing, as files and requests mark it.</summary>
    /// <param name="maps">Coarse maps [n, C, H, W].</param>
    /// <param name="mask">1 where a count was observed and 0 where it is missing, [n, C, H, W]; null: all were observed.</param>
    public static FlowMaps Mark(FlowMaps maps, FlowMaps? mask) => mask is null
        ? maps
        : new(maps.Shape, [.. maps.Values.Zip(mask.Values, (count, observed) => observed == 0 ? float.NaN : count)]);

    /// <summary>Returns the number of missing cells of a mask; 0 without one.</summary>
    public static int Count(FlowMaps? mask) => mask?.Values.Count(observed => observed == 0) ?? 0;

    /// <summary>Returns what is said of a bound on missing counts, as ", each known to be below 5"; empty without one.</summary>
    public static string BoundText(int? below) => below is { } known ? Invariant($", each known to be below {known}") : "";

    /// <summary>Returns what is wrong with a bound that missing counts are said to be smaller than; null where nothing is.</summary>
    public static string? BoundProblem(int? below) => below is < 1 or > LargestBound
        ? Invariant($"is {below}; missing counts are smaller than a whole number from 1 to {LargestBound}")
        : null;
}
