namespace FineFlow.Engine.Registry;

/// <summary>The versions of a model that are in memory. It never changes; the registry puts another in its place.</summary>
/// <param name="Stable">The version for all.</param>
/// <param name="Canary">The version on trial, if there is one.</param>
/// <param name="Previous">The stable version before, ready for a roll back.</param>
internal sealed record ModelState(ServedModel Stable, ServedModel? Canary = null, ServedModel? Previous = null)
{
    /// <summary>All versions, each once.</summary>
    public IEnumerable<ServedModel> Versions => new[] { Stable, Canary, Previous }.OfType<ServedModel>().Distinct();

    /// <summary>Returns the state with a version under a label. A canary that becomes stable ceases to be the canary.</summary>
    internal ModelState With(ServedModel version, VersionLabel label)
    {
        if (label == VersionLabel.Canary)
        {
            return this with { Canary = version };
        }

        return ReferenceEquals(version, Stable) ? this : new(version, ReferenceEquals(version, Canary) ? null : Canary, Stable);
    }

    /// <summary>
    /// Returns the state without the canary, or with the previous stable version in place of the current one; null where there is none.
    /// </summary>
    internal ModelState? RolledBack(VersionLabel label) => (label, this) switch
    {
        (VersionLabel.Canary, { Canary: not null }) => this with { Canary = null },
        (VersionLabel.Stable, { Previous: { } previous }) => new(previous, Canary, Stable),
        _ => null,
    };
}
