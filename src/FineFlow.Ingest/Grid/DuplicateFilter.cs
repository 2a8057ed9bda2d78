namespace FineFlow.Ingest.Grid;

/// <summary>Tells in sorted rows which equal the one before.</summary>
internal sealed class DuplicateFilter
{
    private byte[] _vehicle = [];
    private RowValues? _last;

    public bool IsDuplicate(in RowBatch rows, int row)
    {
        var values = new RowValues(
            rows.Time[row], rows.Longitude[row], rows.Latitude[row],
            At(rows.EndTime, row), At(rows.EndLongitude, row), At(rows.EndLatitude, row), At(rows.Weight, row));
        var vehicle = rows.HasVehicles ? rows.Vehicle(row) : default;
        var same = values == _last && vehicle.SequenceEqual(_vehicle);
        if (!vehicle.SequenceEqual(_vehicle))
        {
            _vehicle = vehicle.ToArray();
        }

        _last = values;
        return same;
    }

    private static T At<T>(ReadOnlySpan<T> column, int row)
        where T : struct => column.IsEmpty ? default : column[row];

    private readonly record struct RowValues(
        long Time, double Longitude, double Latitude, long EndTime, double EndLongitude, double EndLatitude, double Weight);
}
