namespace FineFlow.Ingest.Grid;

/// <summary>Counts the places inside and outside of the box.</summary>
internal sealed class PlaceTally
{
    /// <summary>Number of places inside of the box.</summary>
    public long Inside { get; set; }

    /// <summary>Number of places outside.</summary>
    public long Outside { get; set; }

    /// <summary>Number of places outside that would be inside with longitude and latitude exchanged.</summary>
    public long Exchanged { get; set; }
}
