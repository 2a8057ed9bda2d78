namespace FineFlow.Core.Datasets;

/// <summary>
/// Writes a dataset slot by slot, for datasets larger than memory (see
/// <see cref="DatasetFolder.WriteSlots"/>). Coarse maps are made here, so that fine maps sum to them.
/// </summary>
internal sealed class DatasetAppender : IDisposable
{
    private readonly string _folder;
    private readonly DatasetShape _shape;
    private readonly ExternalSchema _schema;
    private SplitAppender? _split;
    private int _splits;

    internal DatasetAppender(string folder, DatasetShape shape, ExternalSchema schema) =>
        (_folder, _shape, _schema) = (folder, shape, schema);

    /// <summary>Appends the next slot; when a split is full, the next one begins.</summary>
    /// <param name="fine">Fine flow of the slot, [1, C, N*H, N*W], finite and at least 0.</param>
    /// <param name="external">The external factors of the slot, with the columns of the manifest.</param>
    /// <param name="time">The slot's start in seconds since 1970 on the local clock.</param>
    /// <exception cref="ArgumentException">The map has another size or a value that is no flow.</exception>
    /// <exception cref="InvalidOperationException">All splits are full.</exception>
    public void Append(FlowMaps fine, ReadOnlySpan<float> external, long time)
    {
        Check(fine);
        _split ??= Next();
        _split.Append(fine, external, time);
        if (_split.IsFull)
        {
            _split.Complete();
            _split.Dispose();
            _split = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _split?.Dispose();

    /// <exception cref="InvalidOperationException">Slots are missing.</exception>
    internal void CheckComplete()
    {
        if (_split is not null || _splits < _shape.Splits.Count)
        {
            throw new InvalidOperationException(Invariant($"{_folder}: split {Math.Max(_splits, 1)} of {_shape.Splits.Count} is not full"));
        }
    }

    private SplitAppender Next() => _splits < _shape.Splits.Count
        ? new(_folder, _shape, _schema, _shape.Splits[_splits++])
        : throw new InvalidOperationException(Invariant($"{_folder}: all splits are full"));

    private void Check(FlowMaps fine)
    {
        var (rows, columns) = (_shape.ScaleFactor * _shape.Rows, _shape.ScaleFactor * _shape.Columns);
        if ((fine.Samples, fine.Channels, fine.Rows, fine.Columns) != (1, _shape.Channels, rows, columns))
        {
            throw new ArgumentException(Invariant($"maps {fine}; [1, {_shape.Channels}, {rows}, {columns}] is expected"), nameof(fine));
        }

        FlowValues.ThrowIfInvalid(fine, nameof(fine));
    }
}
