using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Torch.Networks;

/// <summary>Hyperparameters of a model for a dataset: sizes from the data, the rest from settings or defaults.</summary>
internal static class DatasetOptions
{
    private const string UseExternals = "use_ext";

    /// <summary>Returns the options of a model for a dataset.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="data">The dataset.</param>
    /// <param name="settings">Settings by name; the others take their defaults.</param>
    /// <exception cref="BadInputException">A setting is unknown, out of range, or contradicts the data.</exception>
    public static NetworkOptions For(ModelEntry entry, FlowDataset data, IReadOnlyDictionary<string, JsonNode?> settings)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        var sizes = new Dictionary<string, JsonNode?>
        {
            ["height"] = data.Rows,
            ["width"] = data.Columns,
            ["scale_factor"] = data.ScaleFactor,
            ["in_channels"] = data.Channels.Count,
        };
        foreach (var (name, size) in sizes)
        {
            if (settings.TryGetValue(name, out var set) && !JsonNode.DeepEquals(set, size))
            {
                throw new BadInputException($"setting '{name}'", $"is {set?.ToJsonString()}, but {data.Folder} has {size}");
            }
        }

        var all = new Dictionary<string, JsonNode?>(sizes);
        if (entry.Has(UseExternals))
        {
            all[UseExternals] = data.HasExternal;
        }

        foreach (var (name, value) in entry.Defaults.DefaultsFor(data).Concat(settings))
        {
            all[name] = value;
        }

        return entry.Configure(all);
    }
}
