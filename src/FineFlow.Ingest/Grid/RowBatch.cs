using Apache.Arrow;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// A batch of rows, column by column. Times are microseconds since 1970, -1 for missing ones; missing numbers are NaN. Columns that the
/// kind of input does not have are empty.
/// </summary>
internal readonly ref struct RowBatch
{
    private readonly StringArray? _vehicle;
    private readonly ReadOnlySpan<int> _files;

    public RowBatch(RecordBatch batch)
    {
        Count = batch.Length;
        Time = Times(batch, RowQuery.Time);
        Longitude = Numbers(batch, RowQuery.Longitude);
        Latitude = Numbers(batch, RowQuery.Latitude);
        EndTime = Times(batch, RowQuery.EndTime);
        EndLongitude = Numbers(batch, RowQuery.EndLongitude);
        EndLatitude = Numbers(batch, RowQuery.EndLatitude);
        Weight = Numbers(batch, RowQuery.Weight);
        _files = batch.Schema.GetFieldIndex(RowQuery.File) is >= 0 and var file ? ((Int32Array)batch.Column(file)).Values : default;
        _vehicle = batch.Schema.GetFieldIndex(RowQuery.Vehicle) is >= 0 and var vehicle ? (StringArray)batch.Column(vehicle) : null;
    }

    public int Count { get; }

    public ReadOnlySpan<long> Time { get; }

    public ReadOnlySpan<double> Longitude { get; }

    public ReadOnlySpan<double> Latitude { get; }

    public ReadOnlySpan<long> EndTime { get; }

    public ReadOnlySpan<double> EndLongitude { get; }

    public ReadOnlySpan<double> EndLatitude { get; }

    public ReadOnlySpan<double> Weight { get; }

    public bool HasVehicles => _vehicle is not null;

    /// <summary>Returns the index of a row's file in the input, from 0.</summary>
    public int File(int row) => _files.IsEmpty ? 0 : _files[row];

    /// <summary>Returns a vehicle's name in UTF-8.</summary>
    public ReadOnlySpan<byte> Vehicle(int row) => _vehicle!.GetBytes(row);

    private static ReadOnlySpan<long> Times(RecordBatch batch, string name) =>
        batch.Schema.GetFieldIndex(name) is >= 0 and var column ? ((Int64Array)batch.Column(column)).Values : default;

    private static ReadOnlySpan<double> Numbers(RecordBatch batch, string name) =>
        batch.Schema.GetFieldIndex(name) is >= 0 and var column ? ((DoubleArray)batch.Column(column)).Values : default;
}
