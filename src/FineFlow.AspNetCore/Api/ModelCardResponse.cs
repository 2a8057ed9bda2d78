using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Engine.Registry;
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

    /// <summary>"required" or "optional".</summary>
    public required string External { get; init; }

    public required IReadOnlyList<string> ExternalColumns { get; init; }

    /// <summary>Whether it says how sure it is: estimates, quantiles and draws can be asked for.</summary>
    public required bool GivesDistribution { get; init; }

    public required long Parameters { get; init; }

    /// <summary>How its output becomes a map that adds up.</summary>
    public required ConservationMode Recovery { get; init; }

    public required string Sha256 { get; init; }

    public string? TrainedOn { get; init; }

    public string? Unit { get; init; }

    public BoundingBox? BoundingBox { get; init; }

    public FlowMetrics? Metrics { get; init; }

    public static ModelCardResponse Of(ModelState state)
    {
        var (model, card, manifest) = (state.Stable, state.Stable.Card, state.Stable.Card.Data?.Manifest);
        return new()
        {
            Name = model.Name,
            Network = card.Model,
            Title = ModelCatalog.Find(card.Model).Title,
            Version = model.Version,
            Labels = new(model.Version, state.Canary?.Version),
            Versions = [.. state.Versions.Select(version => version.Version)],
            Channels = model.Options.InChannels,
            UpscalingFactor = model.Options.ScaleFactor,
            CoarseRows = model.HasFixedSize ? model.Options.Height : null,
            CoarseColumns = model.HasFixedSize ? model.Options.Width : null,
            External = model.NeedsExternals ? "required" : "optional",
            ExternalColumns = ExternalSchema.TaxiBj.Names,
            GivesDistribution = model.GivesDistribution,
            Parameters = card.Parameters,
            Recovery = model.Recovery,
            Sha256 = card.WeightsSha256,
            TrainedOn = manifest?.Name,
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
