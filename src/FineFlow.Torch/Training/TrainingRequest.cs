using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Settings;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>What a user asks of a training; what is null is left to the defaults, or to the run that goes on.</summary>
public sealed record TrainingRequest
{
    private const string LossPrefix = "loss.";

    /// <summary>The catalog's name of the model; PLGF by default.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the loss; the model's own by default.</summary>
    public string? Loss { get; init; }

    /// <summary>The name of the recipe; common by default.</summary>
    public string? Recipe { get; init; }

    /// <summary>Settings of the model by name, and of the loss behind "loss.".</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>How the network's output becomes a map that adds up; as published by default.</summary>
    public ConservationMode? Recovery { get; init; }

    /// <summary>Epochs at most, counted over all sessions of the run.</summary>
    public int? Epochs { get; init; }

    /// <summary>Samples of a step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Initial learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Epochs without a better one before stopping.</summary>
    public int? Patience { get; init; }

    /// <summary>Decay of the average of the weights that is validated and kept; the recipe's by default, which is none.</summary>
    public double? Ema { get; init; }

    /// <summary>Seed of all randomness; 0 by default.</summary>
    public long? Seed { get; init; }

    /// <summary>Threads of the tensor work; libtorch's own choice by default.</summary>
    public int? Threads { get; init; }

    /// <summary>What to compute on (<see cref="Devices"/>); the CPU by default.</summary>
    public string? Device { get; init; }

    /// <summary>Numbers that the steps are computed in; by default bfloat16 where the model and the device have it.</summary>
    public NumberType? Precision { get; init; }

    /// <summary>Samples that a step takes through the network at once, to save memory; all of them by default.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>The manifest of a new run.</summary>
    /// <exception cref="BadInputException">Something asked for is unknown, out of range, or contradicts the data.</exception>
    public RunManifest NewRun(FlowDataset data)
    {
        var entry = ModelCatalog.Find(Model ?? "plgf");
        var (recipe, settings) = Protocol(entry);
        var options = DatasetOptions.For(entry, data, settings);
        var loss = LossCatalog.Create(Loss ?? entry.Loss, LossSettings());
        var device = Device ?? Devices.Cpu;
        var type = Devices.Require(device).type;
        return RunManifest.Create(data, options, entry, loss, Adjust(recipe), Seed ?? 0, CheckedThreads() ?? get_num_threads()) with
        {
            Recovery = Recovery ?? ConservationMode.AsPublished,
            Device = device,
            Precision = Precision is { } asked ? Precisions.Check(entry, asked) : Precisions.Best(entry, type),
            MicroBatch = MicroBatches.Checked(MicroBatch),
        };
    }

    /// <summary>The manifest of a run that goes on: more or fewer epochs, other patience, threads, device or micro-batches, nothing else.</summary>
    /// <exception cref="BadInputException">Something else was asked for than the run began with.</exception>
    public RunManifest Continue(RunManifest run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Require("model", Model, run.Model);
        Require("loss", Loss, run.Loss);
        Require("recipe", Recipe, run.Recipe.Name);
        Require("recovery", Recovery, run.Recovery);
        Require("precision", Precision, run.Precision);
        Require("seed", Seed, run.Seed);
        Require("batch size", BatchSize, run.Recipe.BatchSize);
        Require("learning rate", LearningRate, run.Recipe.LearningRate);
        Require<object>("ema", Ema, run.Recipe.Ema as object ?? "off");
        RequireSettings(ModelSettings(), run.Options);
        RequireSettings(LossSettings(), run.LossOptions);
        var recipe = Adjust(run.Recipe);
        return run with
        {
            Recipe = recipe,
            Threads = CheckedThreads() ?? run.Threads,
            Device = CheckedDevice() ?? run.Device,
            MicroBatch = MicroBatches.Checked(MicroBatch) ?? run.MicroBatch,
        };
    }

    /// <summary>The recipe, and the model's settings under it: a user's own go before the reference's.</summary>
    private (Recipe Recipe, Dictionary<string, JsonNode?> Settings) Protocol(ModelEntry entry)
    {
        var settings = ModelSettings();
        switch (Recipe ?? Networks.Recipe.Common.Name)
        {
            case "common":
                return (Networks.Recipe.Common, settings);
            case Networks.Recipe.ReferenceName:
                foreach (var (name, value) in entry.ReferenceSettings)
                {
                    settings.TryAdd(name, value);
                }

                return (entry.Reference, settings);
            default:
                throw new BadInputException($"recipe '{Recipe}'", $"is unknown; known are {string.Join(", ", Networks.Recipe.Names)}{NearestName.Question(Recipe!, Networks.Recipe.Names)}") { Setting = nameof(Recipe) };
        }
    }

    private Recipe Adjust(Recipe recipe)
    {
        var adjusted = recipe with
        {
            Epochs = Epochs ?? recipe.Epochs,
            BatchSize = BatchSize ?? recipe.BatchSize,
            LearningRate = LearningRate ?? recipe.LearningRate,
            Patience = Patience ?? recipe.Patience,
            Ema = Ema ?? recipe.Ema,
        };
        SettingsBinder.Validate(adjusted);
        return adjusted;
    }

    private int? CheckedThreads() => Threads is { } threads ? NativeLibraries.Checked(threads) : null;

    private string? CheckedDevice()
    {
        if (Device is not null)
        {
            Devices.Require(Device);
        }

        return Device;
    }

    private Dictionary<string, JsonNode?> ModelSettings() =>
        Settings.Where(s => !IsLoss(s.Key)).ToDictionary(s => s.Key, s => s.Value);

    private Dictionary<string, JsonNode?> LossSettings() =>
        Settings.Where(s => IsLoss(s.Key)).ToDictionary(s => s.Key[LossPrefix.Length..], s => s.Value);

    private static bool IsLoss(string name) => name.StartsWith(LossPrefix, StringComparison.Ordinal);

    private static void Require<T>(string what, T? asked, T has)
    {
        if (asked is not null && !asked.Equals(has))
        {
            throw new BadInputException(what, $"is {has} in this run and {asked} was asked for; a resumed run keeps its settings");
        }
    }

    private static void Require<T>(string what, T? asked, T has)
        where T : struct
    {
        if (asked is { } value)
        {
            Require<object>(what, value, has);
        }
    }

    private static void RequireSettings(Dictionary<string, JsonNode?> asked, JsonObject run)
    {
        foreach (var (name, value) in asked)
        {
            if (!run.TryGetPropertyValue(name, out var has))
            {
                throw new BadInputException($"setting '{name}'", $"is unknown to this run; known are {string.Join(", ", run.Select(p => p.Key))}{NearestName.Question(name, run.Select(p => p.Key))}");
            }

            if (!JsonNode.DeepEquals(value, has))
            {
                Require<object>(Invariant($"setting '{name}'"), value?.ToJsonString() ?? "null", has?.ToJsonString() ?? "null");
            }
        }
    }
}
