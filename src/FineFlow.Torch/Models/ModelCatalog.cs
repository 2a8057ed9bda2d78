using System.Text.Json.Nodes;
using FineFlow.Core;

namespace FineFlow.Torch.Models;

/// <summary>Every model that FineFlow knows. A new model is one file in this folder and one row here.</summary>
public static class ModelCatalog
{
    /// <summary>The rows, in the order of the paper's Table 1.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        ModelEntry.Of<MeanOptions>(
            "mean", o => new Mean(o), "even split", "baseline of Liang et al., KDD 2019", "mse"),
        ModelEntry.Of<HaOptions>(
            "ha", o => new Ha(o), "historical average of the share", "baseline of Liang et al., KDD 2019", "mse"),
        ModelEntry.Of<PlgfOptions>(
            "plgf", o => new Plgf(o), "progressive local-global fusion", "Zhu et al., AAAI 2026", "dualfocal"),
    ];

    /// <summary>The row of a name.</summary>
    /// <exception cref="BadInputException">No such model; lists those that exist.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new BadInputException($"model '{name}'", $"is unknown; known are {string.Join(", ", All.Select(e => e.Name))}");

    /// <summary>A network with fresh weights, as run.json and card.json describe it.</summary>
    /// <exception cref="BadInputException">The model or a setting is unknown, or they do not fit together.</exception>
    internal static FlowNetwork CreateNetwork(string name, JsonObject options, Recovery recovery)
    {
        var entry = Find(name);
        var network = entry.Create(entry.Configure(options));
        try
        {
            network.Use(recovery);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
