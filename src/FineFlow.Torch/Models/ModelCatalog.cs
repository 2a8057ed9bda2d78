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
        ModelEntry.Of<SrcnnOptions>(
            "srcnn", o => new Srcnn(o), "bicubic enlargement and three convolutions", "Dong et al., TPAMI 2016", "mse", UrbanFm.Reference),
        ModelEntry.Of<EspcnOptions>(
            "espcn", o => new Espcn(o), "sub-pixel convolution", "Shi et al., CVPR 2016", "mse", UrbanFm.Reference),
        ModelEntry.Of<VdsrOptions>(
            "vdsr", o => new Vdsr(o), "very deep residual of the bicubic enlargement", "Kim et al., CVPR 2016", "mse", UrbanFm.Reference),
        ModelEntry.Of<DeepsdOptions>(
            "deepsd", o => new Deepsd(o), "chain of SRCNNs, each doubling", "Vandal et al., KDD 2017", "mse", UrbanFm.Reference),
        ModelEntry.Of<SrresnetOptions>(
            "srresnet", o => new Srresnet(o), "residual blocks and sub-pixel doubling", "Ledig et al., CVPR 2017", "mse", UrbanFm.Reference),
        ModelEntry.Of<UrbanFmOptions>(
            "urbanfm", o => new UrbanFm(o), "distributional upsampling", "Liang et al., KDD 2019", "mse",
            UrbanFm.Reference, new() { ["scaler_x"] = 1500, ["scaler_y"] = 100 }),
        ModelEntry.Of<DeepLgrOptions>(
            "deeplgr", o => new DeepLgr(o), "local, global and region-specific features",
            "Liang et al., ECML PKDD 2020; inference variant of Yu et al., AAAI 2023", "mse", DeepLgr.Reference),
        ModelEntry.Of<FodeOptions>(
            "fode", o => new Fode(o), "neural ODE blocks", "Zhou et al., IJCAI 2020", "mse", Fode.Reference),
        ModelEntry.Of<UrbanOdeOptions>(
            "urbanode", o => new UrbanOde(o), "neural ODEs, pyramid attention", "Zhou et al., ICASSP 2021", "mse", UrbanOde.Reference),
        ModelEntry.Of<UrbanPyOptions>(
            "urbanpy", o => new UrbanPy(o), "pyramid of proposals and corrections", "Ouyang et al., TKDE 2020", "pyramid",
            UrbanPy.Reference, new() { ["scalers"] = new JsonArray(1500, 400, 100) }),
        ModelEntry.Of<CufarOptions>(
            "cufar", o => new Cufar(o), "regions and hours with weights of their own", "Yu et al., AAAI 2023", "mse", Cufar.Reference),
        ModelEntry.Of<UnoOptions>(
            "uno", o => new Uno(o), "urban neural operator", "Gao et al., IJCAI 2024", "smoothl1", Uno.Reference),
        ModelEntry.Of<PlgfOptions>(
            "plgf", o => new Plgf(o), "progressive local-global fusion", "Zhu et al., AAAI 2026", "dualfocal", admitsBf16: true),
    ];

    /// <summary>The row of a name.</summary>
    /// <exception cref="BadInputException">No such model; lists those that exist.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new BadInputException($"model '{name}'", $"is unknown; known are {string.Join(", ", All.Select(e => e.Name))}{NearestName.Question(name, All.Select(e => e.Name))}") { Setting = "Model" };

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
