using System.Globalization;
using System.Text.Json.Serialization;

namespace FineFlow.Core.Datasets;

/// <summary>Histogram of the cells' flow in a slot.</summary>
/// <param name="Bins">The bins in order, from zero up to the one with the largest flow.</param>
internal sealed record FlowHistogram(IReadOnlyList<FlowBin> Bins)
{
    private const int StepsOfDecade = 3;

    // 0; below 1; then 1, 2, 5, 10, ... up to what float32 can hold.
    private static readonly double[] Edges =
        [
            0,
            double.Epsilon,
            .. Enumerable.Range(0, 39 * StepsOfDecade).Select(i => new[] { 1, 2, 5 }[i % StepsOfDecade] * Math.Pow(10, i / StepsOfDecade))];

    /// <summary>Number of values.</summary>
    [JsonIgnore]
    public long Count => Bins.Sum(bin => bin.Count);

    internal static FlowHistogram Of(IEnumerable<FlowMaps> maps)
    {
        var counts = new long[Edges.Length];
        foreach (var stack in maps)
        {
            Add(stack.Values, counts);
        }

        var used = Math.Max(1, Array.FindLastIndex(counts, count => count > 0) + 1);
        return new([.. Enumerable.Range(0, used).Select(bin => new FlowBin(bin == 1 ? 0 : Edges[bin], Upper(bin), counts[bin]))]);
    }

    private static void Add(float[] values, long[] counts)
    {
        foreach (var value in values)
        {
            // Most cells of a city are empty in most slots.
            if (value == 0)
            {
                counts[0]++;
            }
            else if (FlowValues.IsFlow(value))
            {
                var place = Array.BinarySearch(Edges, value);
                counts[place >= 0 ? place : ~place - 1]++;
            }
        }
    }

    private static double Upper(int bin) => bin == 0 ? 0 : bin + 1 < Edges.Length ? Edges[bin + 1] : double.MaxValue;
}

/// <summary>One bin of a histogram.</summary>
/// <param name="From">Smallest flow; the second bin, "below 1", begins above its 0.</param>
/// <param name="Below">Flow that the bin ends before; 0 for the bin of zeros.</param>
/// <param name="Count">Values in the bin.</param>
internal sealed record FlowBin(double From, double Below, long Count)
{
    /// <summary>"0", "below 1", "1 to 2".</summary>
    [JsonIgnore]
    public string Label => Below == 0 ? "0"
        : From == 0 ? "below 1"
        : string.Create(CultureInfo.InvariantCulture, $"{From:#,0} to {Below:#,0}");
}
