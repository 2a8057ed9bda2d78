namespace FineFlow.Engine.Registry;

/// <summary>Which version a caller wants.</summary>
/// <param name="Label">The label, where no version is named.</param>
/// <param name="Version">The version's name, if the caller names one.</param>
internal sealed record VersionChoice(VersionLabel Label = VersionLabel.Stable, string? Version = null)
{
    /// <summary>Returns the version if it is in memory; null otherwise.</summary>
    public ServedModel? In(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Version is { } version
            ? state.Versions.FirstOrDefault(loaded => loaded.Version == version)
            : Label == VersionLabel.Stable ? state.Stable : state.Canary;
    }
}
