namespace FineFlow.Engine.Registry;

/// <summary>
/// The versions that the registry keeps in memory, within a budget. Those that nobody asks at the moment give way to others, first the one
/// that was asked longest ago. The registry's lock guards it.
/// </summary>
/// <param name="budget">Bytes of all versions, at most; null: no limit. The versions that are being asked stay, whatever they take.</param>
internal sealed class ModelMemory(long? budget)
{
    private readonly HashSet<ServedModel> _kept = [];
    private long _uses;

    /// <summary>Bytes of the versions that are kept.</summary>
    public long Bytes => _kept.Sum(version => version.Bytes);

    /// <summary>Notes that a version is asked.</summary>
    public void Use(ServedModel version) => version.LastUse = ++_uses;

    /// <summary>Keeps a version: the reference that the caller holds is the registry's from now on.</summary>
    public void Keep(ServedModel version)
    {
        Use(version);
        _kept.Add(version);
    }

    /// <summary>Keeps a version no longer. Whether it did: the registry's reference is the caller's from now on.</summary>
    public bool Drop(ServedModel version) => _kept.Remove(version);

    /// <summary>Drops versions until the others fit the budget.</summary>
    /// <returns>Those that were dropped, whose references are the caller's from now on.</returns>
    public IReadOnlyList<ServedModel> MakeRoom()
    {
        var dropped = new List<ServedModel>();
        while (Bytes > budget && _kept.Where(version => version.Weights.AreIdle).MinBy(version => version.LastUse) is { } idle)
        {
            _kept.Remove(idle);
            dropped.Add(idle);
        }

        return dropped;
    }
}
