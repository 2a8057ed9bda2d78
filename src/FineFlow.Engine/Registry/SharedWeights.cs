using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Registry;

/// <summary>
/// Weights of a model, once for each device that it computes on. They are in memory while they have references: the registry, every lease
/// and every job may hold one. The last release frees them, and they can be brought again.
/// </summary>
/// <param name="owner">Name and version of the model, for messages.</param>
internal sealed class SharedWeights(string owner)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<FlowModel> _replicas = [];
    private int _references;

    /// <summary>Whether they are in memory.</summary>
    public bool AreInMemory => References > 0;

    /// <summary>Whether nobody but the registry holds them.</summary>
    public bool AreIdle => References <= 1;

    private int References
    {
        get
        {
            lock (_gate)
            {
                return _references;
            }
        }
    }

    /// <summary>Returns the weights on a device, for a caller with a reference.</summary>
    /// <param name="device">The device's place in the list of devices.</param>
    public FlowModel On(int device)
    {
        var replicas = _replicas;
        return replicas.Count > 0
            ? replicas[device]
            : throw new InvalidOperationException($"the weights of {owner} are not in memory");
    }

    /// <summary>Takes weights into memory, with one reference, which is the caller's. There must be none.</summary>
    /// <param name="replicas">The weights on each device.</param>
    public void Bring(IReadOnlyList<FlowModel> replicas)
    {
        lock (_gate)
        {
            if (_references > 0)
            {
                throw new InvalidOperationException($"the weights of {owner} are in memory already");
            }

            (_replicas, _references) = (replicas, 1);
        }
    }

    /// <summary>Keeps the weights in memory until <see cref="Release"/>, if they are there.</summary>
    public bool TryAddReference()
    {
        lock (_gate)
        {
            if (_references == 0)
            {
                return false;
            }

            _references++;
            return true;
        }
    }

    /// <summary>Keeps the weights in memory until <see cref="Release"/>. The caller must already hold a reference.</summary>
    public void AddReference()
    {
        if (!TryAddReference())
        {
            throw new InvalidOperationException($"the weights of {owner} have been freed");
        }
    }

    /// <summary>Gives a reference back; the last one frees the weights.</summary>
    public void Release()
    {
        IReadOnlyList<FlowModel> freed;
        lock (_gate)
        {
            if (--_references > 0)
            {
                return;
            }

            (freed, _replicas) = (_replicas, []);
        }

        foreach (var replica in freed)
        {
            replica.Dispose();
        }
    }
}
