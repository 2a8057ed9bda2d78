using FineFlow.Core.Zones;
using FineFlow.Engine.Registry;

namespace FineFlow.AspNetCore.Datasets;

/// <summary>The flow in zones in slots of a dataset.</summary>
/// <param name="Data">The dataset.</param>
/// <param name="Model">The model that inferred it.</param>
/// <param name="Totals">The flow.</param>
/// <param name="Warnings">How coarse maps are unlike those of the model's training, and which zones reach beyond the map.</param>
internal sealed record ZoneAnswer(ServedDataset Data, ServedModel Model, ZoneTotals Totals, IReadOnlyList<string> Warnings);
