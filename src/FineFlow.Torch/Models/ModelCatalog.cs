using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Torch.Models.Baselines;
using FineFlow.Torch.Models.DeepLgr;
using FineFlow.Torch.Models.Dmn;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Models.NeuralOde;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Models.SuperResolution;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Models.UrbanPy;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models;

/// <summary>All models. A new model is one folder here and one row in this list.</summary>
public static class ModelCatalog
{
    /// <summary>The name of the model to begin with.</summary>
    public const string Recommended = "dmn";

    /// <summary>The rows: those of the paper's Table 1 in its order, then FineFlow's own.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        MeanNetwork.Entry,
        HaNetwork.Entry,
        SrcnnNetwork.Entry,
        EspcnNetwork.Entry,
        VdsrNetwork.Entry,
        DeepsdNetwork.Entry,
        SrresnetNetwork.Entry,
        UrbanFmNetwork.Entry,
        DeepLgrNetwork.Entry,
        FodeNetwork.Entry,
        UrbanOdeNetwork.Entry,
        UrbanPyNetwork.Entry,
        CufarNetwork.Entry,
        UnoNetwork.Entry,
        PlgfNetwork.Entry,
        KhaNetwork.Entry,
        PhaNetwork.Entry,
        DmnNetwork.Entry,
    ];

    /// <summary>Returns the row of a model.</summary>
    /// <exception cref="BadInputException">The name is unknown; the message lists the known ones.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new BadInputException(
            $"model '{name}'",
            $"is unknown; known are {string.Join(", ", All.Select(e => e.Name))}{NearestName.Question(name, All.Select(e => e.Name))}")
        { Setting = "Model" };

    /// <summary>Creates a network with fresh weights from the settings of run.json or card.json.</summary>
    /// <exception cref="BadInputException">The model or a setting is unknown, or the settings are inconsistent.</exception>
    internal static FlowNetwork CreateNetwork(string name, JsonObject options, ConservationMode mode)
    {
        var entry = Find(name);
        return entry.Create(entry.Configure(options), mode);
    }
}
