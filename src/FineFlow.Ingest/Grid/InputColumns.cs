using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The columns that are read. The last five are null where the kind of input has none.</summary>
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

    /// <summary>All columns of the files that are read, in order.</summary>
    public IEnumerable<TableColumn> All =>
        new[] { Vehicle, Time, Longitude, Latitude, EndTime, EndLongitude, EndLatitude, Weight }.OfType<TableColumn>()
            .Select(column => column.MadeOf ?? column).Distinct();
}
