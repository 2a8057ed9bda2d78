namespace FineFlow.Core.Zones;

/// <summary>How much work zones may be.</summary>
/// <param name="Zones">Zones at most.</param>
/// <param name="Places">Places of their rings at most, of all together.</param>
/// <param name="Cells">Fine cells at most within the bounds of their polygons, of all together.</param>
internal sealed record ZoneLimits(int Zones, int Places, long Cells)
{
    /// <summary>As many as there are.</summary>
    public static ZoneLimits None { get; } = new(int.MaxValue, int.MaxValue, long.MaxValue);
}
