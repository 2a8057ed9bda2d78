using System.Text.Json.Nodes;
using FineFlow.Core.Settings;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests;

/// <summary>Every model of the catalog in a size that trains in moments. A new model is covered by being in the catalog.</summary>
internal static class CatalogCases
{
    public const int Side = 8;
    public const int Factor = 4;

    /// <summary>Settings that a model gets where it has one of the name with a default of the same kind.</summary>
    private static readonly JsonObject Small = new()
    {
        ["height"] = Side,
        ["width"] = Side,
        ["scale_factor"] = Factor,
        ["base_channels"] = 16,
        ["mid_channels"] = 8,
        ["channels"] = 16,
        ["context_channels"] = 8,
        ["growth_rate"] = 4,
        ["rdb_layers"] = 2,
        ["pyramid_scales"] = 2,
        ["n_layers"] = 4,
        ["n_residual_blocks"] = 1,
        ["n_resblocks"] = 1,
        ["n_feats"] = 16,
        ["heads"] = 4,
        ["ext_hidden"] = 16,
        ["group_norm_groups"] = 16,
        ["ext_ode_lr_width"] = Side,
        ["ext_ode_hr_width"] = Side * Factor,
    };

    /// <summary>In place of the small settings of these names.</summary>
    private static readonly JsonObject ForKernels = new()
    {
        ["base_channels"] = 64,
        ["channels"] = 64,
        ["mid_channels"] = 32,
        ["growth_rate"] = 32,
        ["n_feats"] = 32,
        ["group_norm_groups"] = 32,
    };

    public static TheoryData<string> All => [.. ModelCatalog.All.Select(entry => entry.Name)];

    /// <summary>The models that gradients train.</summary>
    public static TheoryData<string> Learning => [.. LearningNames];

    /// <summary>The models that gradients train, with every loss that fits them.</summary>
    public static TheoryData<string, string> LearningWithLosses => new(
        from name in LearningNames
        from loss in LossCatalog.All
        where loss.Fits(ModelCatalog.Find(name))
        select (name, loss.Name));

    private static IEnumerable<string> LearningNames =>
        ModelCatalog.All.Where(entry => entry.Facts.Parameters > 0).Select(entry => entry.Name);

    /// <summary>The small settings that a model has.</summary>
    public static Dictionary<string, JsonNode?> Settings(string model)
    {
        var defaults = SettingsBinder.ToJson(ModelCatalog.Find(model).Defaults);
        return Small
            .Where(s => defaults[s.Key] is { } value && value.GetValueKind() == s.Value!.GetValueKind())
            .ToDictionary(s => s.Key, s => s.Value?.DeepClone());
    }

    /// <summary>The small network with fresh weights of a seed.</summary>
    public static FlowNetwork Create(string model, long seed = 1) => Create(model, Settings(model), seed);

    /// <summary>The same without dropout and hidden cells, for steps whose parts have to add up.</summary>
    public static FlowNetwork CreateWithoutChance(string model)
    {
        var settings = Settings(model);
        LeaveNothingToChance(model, settings);
        return Create(model, settings, seed: 1);
    }

    /// <summary>The same with as many channels as the kernels of our own take, and nothing left to chance.</summary>
    public static FlowNetwork CreateForKernels(string model, long seed = 1)
    {
        var settings = Settings(model);
        foreach (var name in settings.Keys.Where(ForKernels.ContainsKey).ToList())
        {
            settings[name] = ForKernels[name]?.DeepClone();
        }

        LeaveNothingToChance(model, settings);
        return Create(model, settings, seed);
    }

    private static void LeaveNothingToChance(string model, Dictionary<string, JsonNode?> settings)
    {
        var defaults = SettingsBinder.ToJson(ModelCatalog.Find(model).Defaults);
        foreach (var name in new[] { "dropout", "mask_rate" }.Where(defaults.ContainsKey))
        {
            settings[name] = 0.0;
        }
    }

    public static FlowNetwork Create(string model, Dictionary<string, JsonNode?> settings, long seed)
    {
        var entry = ModelCatalog.Find(model);
        random.manual_seed(seed);
        return entry.Create(entry.Configure(settings));
    }
}
