using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The columns of the input that are read; the last five only where the kind of input has them.</summary>
internal sealed record InputColumns
{
    public required TableColumn Time { get; init; }

    public required TableColumn Longitude { get; init; }

    public required TableColumn Latitude { get; init; }

    public TableColumn? EndTime { get; init; }

    public TableColumn? EndLongitude { get; init; }

    public TableColumn? EndLatitude { get; init; }

    public TableColumn? Weight { get; init; }

    public TableColumn? Vehicle { get; init; }

    /// <summary>Those that are read, in order.</summary>
    public IEnumerable<TableColumn> All =>
        new[] { Vehicle, Time, Longitude, Latitude, EndTime, EndLongitude, EndLatitude, Weight }.OfType<TableColumn>();
}
