using FineFlow.Core.Tables;

namespace FineFlow.Core.Zones;

/// <summary>A part of a city, as a district or a traffic analysis zone, on the fine grid of a dataset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cells">The fine cells that it covers, by their number in a map, row by row.</param>
/// <param name="Shares">How much of each of these cells it covers, above 0 and up to 1.</param>
/// <param name="Geometry">Its geometry, as GeoJSON has it.</param>
internal sealed record Zone(string Name, int[] Cells, double[] Shares, string Geometry)
{
    /// <summary>The share of its area that lies outside the map, from 0 to 1.</summary>
    public double Outside { get; init; }

    /// <summary>Its area inside the map, in fine cells.</summary>
    public double Area => Shares.Sum();

    /// <summary>What is to be said of a zone that reaches beyond the map by more than a hundredth; null of others.</summary>
    public string? Warning => Outside > 0.01
        ? Invariant($"{NumberText.Share(Outside)} of zone '{Name}' lies outside the map, and is not counted")
        : null;

    /// <summary>
    /// Returns the flow in it: of a cell that it covers in part, the same part, as if the cell's flow were spread evenly.
    /// </summary>
    /// <param name="maps">Fine maps.</param>
    /// <param name="map">Which of them, counted over samples and their channels.</param>
    public double Sum(FlowMaps maps, int map)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var (sum, first) = (0.0, map * maps.Rows * maps.Columns);
        for (var index = 0; index < Cells.Length; index++)
        {
            sum += Shares[index] * maps.Count(first + Cells[index]);
        }

        return sum;
    }
}
