namespace FineFlow.Engine.Registry;

/// <summary>A version that stays in memory while the lease lasts, whatever the registry puts in its place.</summary>
internal sealed class ModelLease : IDisposable
{
    private LoadedModel? _model;

    internal ModelLease(LoadedModel model)
    {
        model.AddReference();
        _model = model;
    }

    /// <summary>The version.</summary>
    public LoadedModel Model => _model ?? throw new ObjectDisposedException(nameof(ModelLease));

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _model, null)?.Release();
}
