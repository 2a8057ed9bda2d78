using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.AspNetCore.Api;

/// <summary>A model as callers see it.</summary>
internal sealed record ModelCardResponse
{
    public required string Name { get; init; }

    /// <summary>The catalog's name of the network.</summary>
    public required string Network { get; init; }

    public required string Title { get; init; }

    /// <summary>The stable version, which everything below describes.</summary>
    public required string Version { get; init; }

    public required LabelsResponse Labels { get; init; }

    /// <summary>All versions that can be asked for.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    public required int Channels { get; init; }

    public required int UpscalingFactor { get; init; }

    /// <summary>Null where the model takes maps of any size.</summary>
    public int? CoarseRows { get; init; }

    public int? CoarseColumns { get; init; }

    /// <summary>"required" or "optional"; "none" for an exported model that does not read them.</summary>
    public required string External { get; init; }

    public required IReadOnlyList<string> ExternalColumns { get; init; }

    /// <summary>Whether it says how sure it is: estimates, quantiles and draws can be asked for.</summary>
    public required bool GivesDistribution { get; init; }

    public required long Parameters { get; init; }

    /// <summary>How its output becomes a map that adds up.</summary>
    public required ConservationMode Recovery { get; init; }

    public required string Sha256 { get; init; }

    public string? TrainedOn { get; init; }

    /// <summary>SHA-256 over the files of the dataset that it was trained on.</summary>
    public string? DataFingerprint { get; init; }

    public string? Unit { get; init; }

    public BoundingBox? BoundingBox { get; init; }

    public FlowMetrics? Metrics { get; init; }

    public static ModelCardResponse Of(ModelState state)
    {
        var model = state.Stable;
        return Of(model.Name, model.Version, model.Card, model.Options, model.HasFixedSize) with
        {
            Labels = new(model.Version, state.Canary?.Version),
            Versions = [.. state.Versions.Select(version => version.Version)],
            External = model.NeedsExternals ? "required" : "optional",
            GivesDistribution = model.GivesDistribution,
            Recovery = model.Recovery,
        };
    }

    /// <summary>Describes a model as its exported form is: it gives the mean map alone.</summary>
    public static ModelCardResponse OfExported(FlowModel model)
    {
        var (card, network) = (model.Card, model.Network);
        return Of(card.Model, card.WeightsSha256[..12], card, network.Options, network.FixedMapSize) with
        {
            External = network.Requirements.Columns is null ? "none" : "required",
            Recovery = network.Mode,
        };
    }

    private static ModelCardResponse Of(string name, string version, ModelCard card, NetworkOptions options, bool hasFixedSize)
    {
        var manifest = card.Data?.Manifest;
        return new()
        {
            Name = name,
            Network = card.Model,
            Title = ModelCatalog.Find(card.Model).Title,
            Version = version,
            Labels = new(version, null),
            Versions = [version],
            Channels = options.InChannels,
            UpscalingFactor = options.ScaleFactor,
            CoarseRows = hasFixedSize ? options.Height : null,
            CoarseColumns = hasFixedSize ? options.Width : null,
            External = "optional",
            ExternalColumns = ExternalSchema.TaxiBj.Names,
            GivesDistribution = false,
            Parameters = card.Parameters,
            Recovery = card.Recovery,
            Sha256 = card.WeightsSha256,
            TrainedOn = manifest?.Name,
            DataFingerprint = card.Data?.Fingerprint,
            Unit = manifest?.Units,
            BoundingBox = manifest?.BoundingBox,
            Metrics = card.Validation,
        };
    }
}

/// <summary>Which version has which label.</summary>
internal sealed record LabelsResponse(string Stable, string? Canary);

/// <summary>All models.</summary>
internal sealed record ModelsResponse(IReadOnlyList<ModelCardResponse> Models);
