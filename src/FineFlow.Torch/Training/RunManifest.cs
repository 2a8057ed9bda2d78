using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Settings;
using TorchSharp;

namespace FineFlow.Torch.Training;

/// <summary>run.json: all that is needed to repeat a run.</summary>
public sealed record RunManifest
{
    /// <summary>The version of this document that FineFlow writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The catalog's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its hyperparameters.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>The name of the loss.</summary>
    public required string Loss { get; init; }

    /// <summary>The loss's settings.</summary>
    public required JsonObject LossOptions { get; init; }

    /// <summary>How the network's output becomes a map that adds up.</summary>
    public ConservationMode Recovery { get; init; }

    /// <summary>How it is trained.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The data.</summary>
    public required DataDescription Data { get; init; }

    /// <summary>The dataset folder as it was named at the start.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Seed of the initial weights, the batch order and dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>Threads of the tensor work; other numbers round differently.</summary>
    public required int Threads { get; init; }

    /// <summary>What the run is computed on (<see cref="Devices"/>); others round differently.</summary>
    public string Device { get; init; } = Devices.Cpu;

    /// <summary>The numbers that the steps are computed in; weights, optimizer and evaluation are in 32-bit floats always.</summary>
    public NumberType Precision { get; init; }

    /// <summary>Samples that a step takes through the network at once; null: all of them. Other numbers round differently.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>The software of the start.</summary>
    public required SoftwareVersions Versions { get; init; }

    /// <summary>The manifest of a new run.</summary>
    /// <exception cref="BadInputException">The recipe is out of range, or the loss needs outputs that the model has not.</exception>
    public static RunManifest Create(
        FlowDataset data, NetworkOptions options, ModelEntry model, FlowLoss loss, Recipe recipe, long seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        SettingsBinder.Validate(recipe);
        if (loss.NeedsStages && model.Loss != loss.Name)
        {
            throw PyramidLoss.Refusal(model.Name);
        }

        return new()
        {
            Format = CurrentFormat,
            Model = model.Name,
            Options = SettingsBinder.ToJson(options),
            Loss = loss.Name,
            LossOptions = SettingsBinder.ToJson(loss),
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

    /// <summary>This manifest, if all that it asks for can be had.</summary>
    /// <exception cref="BadInputException">A model, loss or setting is unknown or out of range.</exception>
    internal RunManifest Checked()
    {
        SettingsBinder.Validate(Recipe);
        NativeLibraries.Checked(Threads);
        Devices.Parse(Device);
        MicroBatches.Checked(MicroBatch);
        Precisions.Check(ModelCatalog.Find(Model), Precision);
        ModelCatalog.Find(Model).Configure(Options);
        CreateLoss();
        return this;
    }

    /// <summary>The network that the run trains, with fresh weights.</summary>
    public FlowNetwork CreateNetwork() => ModelCatalog.CreateNetwork(Model, Options, Recovery);

    /// <summary>A training at its beginning. Weights are drawn on the CPU, so that a seed gives the same ones on every device.</summary>
    /// <exception cref="BadInputException">This machine does not have the run's device.</exception>
    internal TrainingState CreateState()
    {
        var device = Devices.Require(Device);
        return new(() => CreateNetwork().to(device), Recipe, Precision);
    }

    /// <summary>The loss that the run trains with.</summary>
    internal FlowLoss CreateLoss() => LossCatalog.Create(Loss, LossOptions);

    /// <summary>Refuses data other than those that the run began with.</summary>
    internal void CheckData(FlowDataset data)
    {
        if (data.Fingerprint != Data.Fingerprint)
        {
            throw new BadInputException(data.Folder, "holds other data than this run began with (the fingerprints in run.json differ)");
        }
    }
}
