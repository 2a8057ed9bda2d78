namespace FineFlow.Ingest.Points;

/// <summary>Names of the columns that files of points become.</summary>
internal static class PointColumns
{
    public const string Longitude = "longitude", Latitude = "latitude", Time = "time";

    /// <summary>What names a line or a segment without a name of its own; the vehicle where no other column is one.</summary>
    public const string Track = "line or segment";
}
