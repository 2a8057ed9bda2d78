using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Engine.Registry;

/// <summary>
/// A served model whose history follows a dataset folder that grows. Every refresh is a version of its own in the directory.
/// </summary>
internal sealed class GrowingHistory
{
    private readonly ModelRegistry _registry;

    /// <param name="registry">The models that are served.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="folder">The dataset folder.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="BadInputException">The model has no history, or its folder has no versions, or there is no dataset.</exception>
    public GrowingHistory(ModelRegistry registry, string model, string folder)
    {
        ArgumentNullException.ThrowIfNull(registry);
        (_registry, Model, Folder) = (registry, model, folder);
        var stable = registry.State(model).Stable;
        if (!stable.HasHistory)
        {
            throw new BadInputException(
                stable.Source.Folder, $"is a {stable.Card.Model}, which has no history to refresh; kha, pha and dmn have one");
        }

        if (!stable.Source.HasVersions)
        {
            throw new BadInputException(stable.Source.Folder, "is a bundle without versions; to refresh it, put it into MODEL/VERSION/");
        }

        DatasetFolder.Present(folder);
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The dataset folder.</summary>
    public string Folder { get; }

    /// <summary>
    /// Writes and serves a new version of the stable one if the dataset holds slots that its history lacks. The work is done beside the
    /// traffic, on a thread of its own.
    /// </summary>
    /// <param name="cancellationToken">Gives up before the new version is loaded.</param>
    /// <returns>What was done; null where nothing is new.</returns>
    /// <exception cref="BadInputException">The dataset cannot be read or does not fit the model; nothing has changed.</exception>
    public async Task<(string Version, BundleRefresh Refresh)?> RefreshAsync(CancellationToken cancellationToken)
    {
        var stable = _registry.State(Model).Stable.Source;
        var version = NextVersion();
        var target = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(stable.Folder))!, version);
        var done = await ShortLivedThread.RunAsync(() =>
        {
            var data = DatasetFolder.Load(Folder, new() { AdmitMissing = true });
            return BundleRefresh.RunIfNew(stable.Folder, data, target, strict: false);
        }).ConfigureAwait(false);
        if (done is null)
        {
            return null;
        }

        await _registry.LoadAsync(Model, version, VersionLabel.Stable, cancellationToken).ConfigureAwait(false);
        return (version, done);
    }

    /// <summary>A number behind those that are there, so that it is the newest version at the next start, too.</summary>
    private string NextVersion()
    {
        var numbers = _registry.Directory.Versions(Model).Select(source => source.Number).DefaultIfEmpty(0).Max();
        return (Math.Max(0, numbers) + 1).ToString(CultureInfo.InvariantCulture);
    }
}
