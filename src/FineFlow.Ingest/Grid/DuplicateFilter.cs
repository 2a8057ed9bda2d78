namespace FineFlow.Ingest.Grid;

/// <summary>Detects equal rows among rows sorted by vehicle and time.</summary>
internal sealed class DuplicateFilter
{
    private const int MostKept = 64;

    private HashSet<RowValues> _seen = [];
    private byte[] _vehicle = [];
    private long _time;

    /// <summary>Returns whether a row equals an earlier one. Must be called for all rows in order.</summary>
    public bool IsDuplicate(in RowBatch rows, int row)
    {
        var vehicle = rows.HasVehicles ? rows.Vehicle(row) : default;
        if (!vehicle.SequenceEqual(_vehicle))
        {
            _vehicle = vehicle.ToArray();
            Forget();
        }
        else if (rows.Time[row] != _time)
        {
            Forget();
        }

        _time = rows.Time[row];
        return !_seen.Add(new(
            rows.Longitude[row], rows.Latitude[row],
            At(rows.EndTime, row), At(rows.EndLongitude, row), At(rows.EndLatitude, row), At(rows.Weight, row)));
    }

    /// <summary>Clears the set. Replaces a large one, which takes long to clear.</summary>
    private void Forget()
    {
        if (_seen.Count > MostKept)
        {
            _seen = [];
        }
        else
        {
            _seen.Clear();
        }
    }

    private static T At<T>(ReadOnlySpan<T> column, int row)
        where T : struct => column.IsEmpty ? default : column[row];

    private readonly record struct RowValues(
        double Longitude, double Latitude, long EndTime, double EndLongitude, double EndLatitude, double Weight);
}
