using System.Globalization;

namespace FineFlow.Engine.Bundles;

/// <summary>A bundle on disk.</summary>
/// <param name="Model">The name that it is served under.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">The bundle, or the run folder that holds it.</param>
/// <param name="Identity">SHA-256 of its card, which names the hashes of the weights and of the network.</param>
internal sealed record BundleSource(string Model, string Version, string Folder, string Identity)
{
    /// <summary>Whether the model's folder has versions, of which this is one: MODEL/VERSION/, not MODEL/ alone.</summary>
    public bool HasVersions => Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder)) == Version;

    /// <summary>The version as a whole number; -1 for other names.</summary>
    public long Number => long.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
