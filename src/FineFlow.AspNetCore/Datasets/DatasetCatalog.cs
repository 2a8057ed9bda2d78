using FineFlow.Core;

namespace FineFlow.AspNetCore.Datasets;

/// <summary>The datasets that are served.</summary>
internal sealed class DatasetCatalog
{
    private readonly SortedDictionary<string, ServedDataset> _datasets = new(StringComparer.Ordinal);

    /// <param name="folders">Dataset folders.</param>
    /// <exception cref="BadInputException">One cannot be loaded, or two have one name.</exception>
    public DatasetCatalog(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        foreach (var folder in folders)
        {
            var dataset = ServedDataset.Load(folder);
            if (!_datasets.TryAdd(dataset.Name, dataset))
            {
                throw new BadInputException(
                    folder, $"is a second dataset of the name '{dataset.Name}'; folders of different names are expected");
            }
        }
    }

    /// <summary>All datasets, by name.</summary>
    public IReadOnlyCollection<ServedDataset> All => _datasets.Values;

    /// <summary>The dataset of a name; null where there is none.</summary>
    public ServedDataset? Find(string name) => _datasets.GetValueOrDefault(name);
}
