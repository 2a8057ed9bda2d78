using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Training.Runs;

/// <summary>run.json: all that is needed to repeat a run.</summary>
public sealed record RunManifest : RunOptions
{
    /// <summary>The version of this document that FineFlow writes.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The oldest version that FineFlow reads. It lacks what it did not know, which then has its default.</summary>
    public const int OldestFormat = 1;

    /// <summary>Version of this document.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The catalog's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its hyperparameters.</summary>
    public required NetworkOptions Options { get; init; }

    /// <summary>The name of the loss.</summary>
    [JsonPropertyName("loss")]
    public string LossName => Loss.Name;

    /// <summary>The loss with its settings.</summary>
    [JsonPropertyName("loss_options")]
    public required FlowLoss Loss { get; init; }

    /// <summary>How the network's output becomes a map that adds up.</summary>
    public ConservationMode Recovery { get; init; }

    /// <summary>The recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The data.</summary>
    public required DataDescription Data { get; init; }

    /// <summary>The dataset folder as it was named at the start.</summary>
    public required string DataFolder { get; init; }

    /// <summary>SHA-256 of the weights that <see cref="RunOptions.InitFrom"/> named when the run was planned.</summary>
    public string? InitSha256 { get; init; }

    /// <summary>What the run took over from <see cref="RunOptions.InitFrom"/> when it began; null: it began with fresh weights.</summary>
    public WeightTransfer? Initial { get; init; }

    /// <summary>The blocks that <see cref="RunOptions.LeaveOut"/> names; null: none.</summary>
    [JsonInclude]
    internal LeftOutBlocks? LeftOut { get; init; }

    /// <summary>The software of the start.</summary>
    public required SoftwareVersions Versions { get; init; }

    /// <summary>Returns the manifest of a new run.</summary>
    /// <exception cref="BadInputException">The recipe is out of range, or the loss needs outputs that the model has not.</exception>
    public static RunManifest Create(
        FlowDataset data, NetworkOptions options, ModelEntry model, FlowLoss loss, Recipe recipe, long seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        SettingsBinder.Validate(recipe);
        if (!loss.Fits(model))
        {
            throw loss.Refuse(model.Name);
        }

        return new()
        {
            Model = model.Name,
            Options = options,
            Loss = loss,
            Recipe = recipe,
            Data = new DataDescription
            {
                Manifest = data.Manifest,
                Fingerprint = data.Fingerprint,
                Coarse = CountScale.Measure(data["train"].Coarse),
                TrainSamples = data["train"].Samples,
                ValidSamples = data["valid"].Samples,
            },
            DataFolder = data.Folder,
            Seed = seed,
            Threads = threads,
            Versions = SoftwareVersions.Current,
        };
    }

    /// <summary>Validates the manifest against this build.</summary>
    /// <exception cref="BadInputException">A setting is out of range.</exception>
    internal RunManifest Checked()
    {
        SettingsBinder.Validate(Recipe);
        SettingsBinder.Validate(this);
        Devices.Parse(Device);
        Precisions.Check(ModelCatalog.Find(Model), Precision);
        return this;
    }

    /// <summary>Creates the run's network with fresh weights, on the CPU.</summary>
    public FlowNetwork CreateNetwork() => ModelCatalog.Find(Model).Create(Options, Recovery);

    /// <summary>
    /// Creates the run's network on its device. Weights are drawn on the CPU, so that a seed gives the same ones on every device.
    /// </summary>
    /// <exception cref="BadInputException">This machine does not have the device.</exception>
    internal FlowNetwork CreateNetworkOnDevice() => CreateNetwork().to(Devices.Require(Device));

    /// <summary>Returns the manifest as the fields of run.json.</summary>
    public JsonObject ToJson() => RunFile.ToJson(this);

    /// <summary>Returns the data that the run sees of a dataset.</summary>
    /// <exception cref="BadInputException">
    /// The dataset has not so many days (<see cref="RunOptions.TargetDays"/>), or other blocks than those that are left out.
    /// </exception>
    internal FlowDataset DataOf(FlowDataset data)
    {
        var days = TargetDays is { } count ? FewDays.Of(data, count) : data;
        return LeftOut is { } blocks ? days.Without(blocks) : days;
    }

    /// <summary>Refuses data other than those that the run began with.</summary>
    internal void CheckData(FlowDataset data)
    {
        if (data.Fingerprint != Data.Fingerprint)
        {
            throw new BadInputException(data.Folder, "holds other data than this run began with (the fingerprints in run.json differ)");
        }
    }
}
