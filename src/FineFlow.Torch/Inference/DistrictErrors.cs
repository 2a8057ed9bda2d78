using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Inference;

/// <summary>A model's errors in districts that its training left out, and in the others.</summary>
/// <param name="Districts">What was left out, as it was asked for.</param>
/// <param name="LeftOut">Where no fine counts were known.</param>
/// <param name="Rest">Where they were; null where everything was left out.</param>
internal sealed record DistrictErrors(string Districts, PartErrors LeftOut, PartErrors? Rest);

/// <summary>Errors in a part of a city, in raw counts.</summary>
/// <param name="Blocks">Its coarse cells.</param>
/// <param name="Metrics">The model's errors there.</param>
/// <param name="EvenSplit">Those of the even split there.</param>
/// <param name="Coverage90">
/// The share of the true counts there in the model's 90 % intervals; null for a model without, and where they are not measured.
/// </param>
internal sealed record PartErrors(
    int Blocks, FlowMetrics Metrics, FlowMetrics EvenSplit, [property: JsonPropertyName("coverage_90")] double? Coverage90);
