namespace FineFlow.Engine.Registry;

/// <summary>A version whose weights stay in memory while the lease lasts, whatever the registry does with it.</summary>
internal sealed class ModelLease : IDisposable
{
    private ServedModel? _model;

    private ModelLease(ServedModel model) => _model = model;

    /// <summary>The version.</summary>
    public ServedModel Model => _model ?? throw new ObjectDisposedException(nameof(ModelLease));

    /// <summary>Returns a lease; null where the weights are not in memory.</summary>
    internal static ModelLease? TryTake(ServedModel model) => model.Weights.TryAddReference() ? new(model) : null;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _model, null)?.Weights.Release();
}
