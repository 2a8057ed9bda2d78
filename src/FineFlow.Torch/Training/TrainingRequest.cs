using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>Options of a training. The others take their defaults, or those of the run that is resumed.</summary>
public sealed record TrainingRequest
{
    private const string LossPrefix = "loss.";

    private Func<Recipe, Recipe> _recipeChange = recipe => recipe;
    private Func<RunOptions, RunOptions> _runChange = run => run;

    /// <summary>The catalog's name of the model; <see cref="ModelCatalog.Recommended"/> by default.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the loss; the model's own by default.</summary>
    public string? Loss { get; init; }

    /// <summary>The name of the recipe; the model's own default otherwise.</summary>
    public string? Recipe { get; init; }

    /// <summary>The width of a published network; as published by default. Settings of the same names take precedence.</summary>
    public NetworkSize? Size { get; init; }

    /// <summary>Settings of the model by name, and of the loss behind "loss.".</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>How the network's output becomes a map that adds up; as published by default.</summary>
    public ConservationMode? Recovery { get; init; }

    /// <summary>
    /// The blocks of <see cref="RunOptions.LeaveOut"/> where that names a file, which the caller has read; null elsewhere.
    /// </summary>
    internal LeftOutBlocks? LeftOut { get; init; }

    /// <summary>Returns this request with changes to the recipe, such as <c>recipe => recipe with { Epochs = 20 }</c>.</summary>
    public TrainingRequest With(Func<Recipe, Recipe> change)
    {
        var before = _recipeChange;
        return this with { _recipeChange = recipe => change(before(recipe)) };
    }

    /// <summary>Returns this request with changes to the run's options, such as <c>run => run with { Seed = 1 }</c>.</summary>
    public TrainingRequest With(Func<RunOptions, RunOptions> change)
    {
        var before = _runChange;
        return this with { _runChange = run => change(before(run)) };
    }

    /// <summary>Returns the manifest of a new run.</summary>
    /// <exception cref="BadInputException">An option is unknown, out of range, or contradicts the data.</exception>
    public RunManifest NewRun(FlowDataset data)
    {
        var run = Plan(data);
        return run.TargetDays is null && run.LeftOut is null ? run : Plan(run.DataOf(data));
    }

    private RunManifest Plan(FlowDataset data)
    {
        var entry = ModelCatalog.Find(Model ?? ModelCatalog.Recommended);
        var (recipe, settings) = Protocol(entry, data);
        var options = DatasetOptions.For(entry, data, settings);
        var loss = LossCatalog.Create(Loss ?? LossFor(entry, data), LossSettings());
        var asked = ShortWarmUp(recipe, _recipeChange(recipe));
        var run = RunManifest.Create(data, options, entry, loss, asked, seed: 0, get_num_threads()) with
        {
            Recovery = Recovery ?? ConservationMode.AsPublished,
        };
        var device = Devices.Resolve(_runChange(run).Device);
        var precision = Precisions.Best(entry, Devices.Require(device).type);
        run = (RunManifest)_runChange(run with { Precision = precision }) with { Device = device };
        return Begun(run with { LeftOut = LeftOutOf(run, data) }, data).Checked();
    }

    /// <summary>Returns the blocks that a run leaves out.</summary>
    private LeftOutBlocks? LeftOutOf(RunManifest run, FlowDataset data)
    {
        var blocks = run.LeaveOut is { } districts ? LeftOut ?? LeftOutBlocks.Parse(districts, data.Rows, data.Columns) : null;
        return blocks is not { IsEverything: true } || run.InitFrom is not null
            ? blocks
            : throw new BadInputException(
                $"districts '{run.LeaveOut}'", "leaves no fine counts to learn from; initial weights of another city are expected")
            {
                Setting = nameof(RunOptions.LeaveOut),
            };
    }

    /// <summary>Returns a run with what its initial weights are when it is planned.</summary>
    private static RunManifest Begun(RunManifest run, FlowDataset data)
    {
        if (run.InitFrom is not { } bundle)
        {
            return run.InitPlace is null
                ? run
                : throw new BadInputException("setting 'init_place'", "says where initial weights come from, and there are none")
                {
                    Setting = nameof(RunOptions.InitPlace),
                };
        }

        var card = ModelBundle.ReadCard(bundle);
        return run with { InitSha256 = card.WeightsSha256, InitPlace = run.InitPlace ?? PlaceComparison.Of(card.Data, data) };
    }

    /// <summary>
    /// Returns the manifest of a resumed run. Options may change as <see cref="OptionAttribute.OnResume"/> says, for instance the number of
    /// epochs.
    /// </summary>
    /// <exception cref="BadInputException">An option differs from the run's and may not be changed.</exception>
    public RunManifest Continue(RunManifest run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RequireKept("model", Model, run.Model);
        RequireKept("loss", Loss, run.LossName);
        RequireKept("recipe", Recipe, run.Recipe.Name);
        RequireKept("recovery", Recovery?.ToString(), run.Recovery.ToString());
        RequireSettings(ModelSettings(ModelCatalog.Find(run.Model)), SettingsBinder.ToJson(run.Options));
        RequireSettings(LossSettings(), SettingsBinder.ToJson(run.Loss));
        var changed = (RunManifest)_runChange(run) with { Recipe = _recipeChange(run.Recipe) };
        changed = changed with { Device = Devices.Resolve(changed.Device) };
        ResumeRules.Check(run, changed);
        if (LeftOut is { } asked && !asked.Equals(run.LeftOut))
        {
            throw ResumeRules.Refusal("setting 'leave_out'", $"{run.LeftOut}", $"{asked}", nameof(RunOptions.LeaveOut));
        }

        if (changed.Device != run.Device)
        {
            Devices.Require(changed.Device);
        }

        return changed.Checked();
    }

    /// <summary>
    /// Returns the recipe, and the model's settings with it. The request's settings take precedence over the reference's.
    /// </summary>
    private (Recipe Recipe, Dictionary<string, JsonNode?> Settings) Protocol(ModelEntry entry, FlowDataset data)
    {
        var settings = ModelSettings(entry);
        switch (Recipe ?? entry.DefaultRecipe)
        {
            case "common":
                return (Networks.Recipe.Common, settings);
            case Networks.Recipe.ReferenceName:
                foreach (var (name, value) in entry.ReferenceSettings)
                {
                    settings.TryAdd(name, value);
                }

                return (entry.ReferenceFor(data), settings);
            default:
                var known = Networks.Recipe.Names;
                throw new BadInputException(
                    $"recipe '{Recipe}'", $"is unknown; known are {string.Join(", ", known)}{NearestName.Question(Recipe!, known)}")
                {
                    Setting = nameof(Recipe),
                };
        }
    }

    /// <summary>Shortens a warm-up of the recipe that its user did not ask for, where fewer epochs are asked for.</summary>
    private static Recipe ShortWarmUp(Recipe recipe, Recipe asked) =>
        asked.WarmUp == recipe.WarmUp && asked.WarmUp >= asked.Epochs ? asked with { WarmUp = Math.Max(0, asked.Epochs - 1) } : asked;

    private static string LossFor(ModelEntry entry, FlowDataset data) =>
        entry.RealValuedLoss is { } loss && !data[SplitNames.Train].Fine.IsWhole ? loss : entry.Loss;

    private Dictionary<string, JsonNode?> ModelSettings(ModelEntry entry)
    {
        var settings = Settings.Where(s => !IsLoss(s.Key)).ToDictionary(s => s.Key, s => s.Value);
        foreach (var (name, value) in Size is { } size ? NetworkSizes.SettingsOf(entry, size) : [])
        {
            settings.TryAdd(name, value);
        }

        return settings;
    }

    private Dictionary<string, JsonNode?> LossSettings() =>
        Settings.Where(s => IsLoss(s.Key)).ToDictionary(s => s.Key[LossPrefix.Length..], s => s.Value);

    private static bool IsLoss(string name) => name.StartsWith(LossPrefix, StringComparison.Ordinal);

    private static void RequireKept(string what, string? asked, string has)
    {
        if (asked is not null && asked != has)
        {
            throw ResumeRules.Refusal(what, has, asked);
        }
    }

    private static void RequireSettings(Dictionary<string, JsonNode?> asked, JsonObject run)
    {
        foreach (var (name, value) in asked)
        {
            if (!run.TryGetPropertyValue(name, out var has))
            {
                var known = run.Select(setting => setting.Key);
                throw new BadInputException(
                    $"setting '{name}'",
                    $"is unknown to this run; known are {string.Join(", ", known)}{NearestName.Question(name, known)}");
            }

            if (!JsonNode.DeepEquals(value, has))
            {
                throw ResumeRules.Refusal(Invariant($"setting '{name}'"), has?.ToJsonString() ?? "null", value?.ToJsonString() ?? "null");
            }
        }
    }
}
