using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Drift;
using FineFlow.Core.Sampling;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Engine.Tests.Fixtures;

/// <summary>Bundles of small networks with fresh weights, in a bundle directory.</summary>
internal static class SmallBundles
{
    public const int Side = 4, Factor = 2;

    private static readonly JsonObject Small = new()
    {
        ["height"] = Side,
        ["width"] = Side,
        ["scale_factor"] = Factor,
        ["base_channels"] = 16,
        ["mid_channels"] = 8,
        ["context_channels"] = 4,
        ["growth_rate"] = 2,
        ["rdb_layers"] = 1,
        ["pyramid_scales"] = 1,
        ["n_layers"] = 2,
        ["n_residual_blocks"] = 1,
        ["n_resblocks"] = 1,
        ["n_feats"] = 8,
        ["heads"] = 2,
        ["ext_hidden"] = 8,
        ["group_norm_groups"] = 16,
        ["ext_ode_lr_width"] = Side,
        ["ext_ode_hr_width"] = Side * Factor,
    };

    /// <summary>Writes a bundle.</summary>
    /// <param name="folder">Where: DIR/MODEL or DIR/MODEL/VERSION.</param>
    /// <param name="network">The catalog's name of the network.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="settings">Settings that are not the small ones.</param>
    public static void Write(string folder, string network = "plgf", long seed = 1, params (string Name, JsonNode Value)[] settings)
    {
        var entry = ModelCatalog.Find(network);
        var defaults = SettingsBinder.ToJson(entry.Defaults);
        var all = Small
            .Where(s => defaults[s.Key] is { } value && value.GetValueKind() == s.Value!.GetValueKind())
            .ToDictionary(s => s.Key, s => s.Value?.DeepClone());
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        random.manual_seed(seed);
        using var fresh = entry.Create(entry.Configure(all));
        var history = fresh as HistoryNetwork;
        history?.FitHistory(Past(history));
        ModelBundle.Save(folder, fresh.state_dict(), Card(network, fresh), history?.History, Reference());
    }

    /// <summary>Whole counts that differ from sample to sample.</summary>
    public static FlowMaps Coarse(int samples = 1, int side = Side, long seed = 1, int channels = 1)
    {
        var random = new RandomStream(seed);
        var maps = new FlowMaps(new(samples, channels, side, side));
        for (var i = 0; i < maps.Values.Length; i++)
        {
            maps.Values[i] = random.NextInt(300);
        }

        return maps;
    }

    /// <summary>External factors of a morning, the same for all samples.</summary>
    public static ExternalFactors External(int samples = 1) => new([.. Enumerable.Range(0, samples).SelectMany(_ => Morning)]);

    /// <summary>One row of <see cref="External"/>.</summary>
    public static float[] Morning => [20, 5, 0, 0, 1, 8, 1];

    /// <summary>The history of models that infer from one.</summary>
    private static FlowSplit Past(HistoryNetwork network)
    {
        const int slots = 4, largest = 80;
        var random = new RandomStream(5);
        var fine = new FlowMaps(network.FineShape with { Samples = slots });
        for (var cell = 0; cell < fine.Values.Length; cell++)
        {
            fine.Values[cell] = random.NextInt(largest);
        }

        return new("past", BlockSum.Coarsen(fine, network.Options.ScaleFactor), fine, External(slots));
    }

    private static CoarseReference Reference() => CoarseReference.Measure(new(Coarse(samples: 48), External(samples: 48)), slotsPerDay: 24);

    private static ModelCard Card(string name, FlowNetwork network) => new()
    {
        Format = ModelCard.CurrentFormat,
        Model = name,
        Options = SettingsBinder.ToJson(network.Options),
        Parameters = network.ParameterCount(),
        WeightsSha256 = "",
        NetworkSha256 = "",
        Recipe = "common",
        Loss = "mse",
        Data = new DataDescription
        {
            Manifest = new DatasetManifest
            {
                Name = "small city",
                Units = "trips",
                BoundingBox = new() { South = 52, North = 53, West = 13, East = 14 },
            },
            Fingerprint = "00ff",
        },
    };
}
